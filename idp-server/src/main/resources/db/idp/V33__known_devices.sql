-- Browsers that an account has logged in with: strangers' failures do not brake them.

CREATE TABLE known_device (
  account_id  text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  device_hash text        NOT NULL,                -- SHA-256 of 256 random bits
  last_at     timestamptz NOT NULL,
  PRIMARY KEY (account_id, device_hash)
);
CREATE INDEX known_device_last_at ON known_device (last_at);
