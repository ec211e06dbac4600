-- The national platform above: who is who there, and whether it answers.

CREATE TABLE upstream_link (
  platform     text        NOT NULL,
  subject_hash text        NOT NULL,               -- HMAC-SM3 of the subject there
  account_id   text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  linked_at    timestamptz NOT NULL,
  PRIMARY KEY (platform, subject_hash)
);
CREATE INDEX upstream_link_account ON upstream_link (account_id);

CREATE TABLE upstream_outage (
  platform text        PRIMARY KEY,                -- no row: it answers
  since    timestamptz NOT NULL
);
