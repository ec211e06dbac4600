-- The links of notices by which an owner undoes what somebody else changed. Whoever reads the database can use none.

CREATE TABLE undo_link (
  token_hash text        PRIMARY KEY,              -- SHA-256 of 128 random bits
  account_id text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  since      timestamptz NOT NULL,                 -- what was changed from then on is undone
  expires_at timestamptz NOT NULL
);
CREATE INDEX undo_link_account ON undo_link (account_id);
CREATE INDEX undo_link_expires_at ON undo_link (expires_at);
