-- Documents in whose place another was issued: they stay their holder's, so that nobody else is verified by them.
CREATE TABLE former_document (
  document_hash text        PRIMARY KEY,             -- as in person
  account_id    text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  since         timestamptz NOT NULL
);
CREATE INDEX former_document_account ON former_document (account_id);
