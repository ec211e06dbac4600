-- Challenges that UKeys sign: one use, some minutes, found by the SHA-256 of their nonce. A used one stays a while, so that
-- a replay is told from a stranger's invention.
CREATE TABLE ukey_challenge (
  nonce_hash text        PRIMARY KEY,
  purpose    text        NOT NULL CHECK (purpose IN ('LOGIN', 'BIND')),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  answer     bytea                      -- what the signing program on the person's machine sent
);
CREATE INDEX ukey_challenge_expires_at ON ukey_challenge (expires_at);
