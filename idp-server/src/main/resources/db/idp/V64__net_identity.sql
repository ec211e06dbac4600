-- Accounts whose holders the national network identity service vouches for: by a keyed hash of the pseudonym that it uses for
-- this platform alone. No name and no document number came with it.
CREATE TABLE net_identity (
  account_id  text        PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  number_hash text        NOT NULL UNIQUE,
  since       timestamptz NOT NULL
);
