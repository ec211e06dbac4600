-- What the journal outside the database says of acts that a restore must not undo, and the restores that were done.
CREATE TABLE journal_entry (
  id text PRIMARY KEY
);
CREATE TABLE restoration (
  label text        PRIMARY KEY,
  at    timestamptz NOT NULL
);
