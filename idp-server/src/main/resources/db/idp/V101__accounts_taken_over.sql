-- Accounts of other systems that were taken over. A row stays when its account is gone, so that a file that is sent again
-- brings nobody back.
CREATE TABLE legacy_account (
  id_hash    text        PRIMARY KEY,  -- keyed: source and the id there
  line_hash  text        NOT NULL,     -- keyed: the line, which holds a verifier of the other system
  account_id text        NOT NULL,     -- may be gone
  taken_at   timestamptz NOT NULL
);
