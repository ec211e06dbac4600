-- Natural persons: where they are reached, codes on their way, and allowances.
-- *_hash and ticket columns of values that can be guessed are HMAC-SM3 under a key outside the database.

ALTER TABLE account ADD COLUMN citizen_hash text UNIQUE;  -- one citizen id, one account

CREATE TABLE contact (
  account_id  text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        text        NOT NULL CHECK (kind IN ('PHONE', 'EMAIL')),
  value_hash  text        NOT NULL,
  value       bytea       NOT NULL,                -- AES-256-GCM: nonce, ciphertext, tag
  bound_at    timestamptz NOT NULL,
  released_at timestamptz,                         -- a recycled number stays on record, unbound
  PRIMARY KEY (account_id, value_hash, bound_at)
);
CREATE UNIQUE INDEX contact_live ON contact (value_hash) WHERE released_at IS NULL;

CREATE TABLE contact_code (
  ticket     text        PRIMARY KEY,              -- of contact, purpose and subject
  code_hash  text        NOT NULL,
  attempts   integer     NOT NULL,
  sent_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX contact_code_expires_at ON contact_code (expires_at);

CREATE TABLE budget (
  key_hash   text        NOT NULL,
  expires_at timestamptz NOT NULL,                 -- end of the window
  used       integer     NOT NULL,
  PRIMARY KEY (key_hash, expires_at)
);
CREATE INDEX budget_expires_at ON budget (expires_at);
