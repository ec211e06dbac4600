-- Who a natural person is proven to be, and by which evidence.

CREATE TABLE person (
  account_id    text        PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  document_type text        NOT NULL,
  document_hash text        NOT NULL UNIQUE,       -- one document, one account
  document      bytea       NOT NULL,              -- AES-256-GCM
  birth_date    date        NOT NULL,
  guardian_hash text                               -- of a minor's guardian's citizen id
);

CREATE TABLE proof (
  id         text        PRIMARY KEY,
  account_id text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  level      text        NOT NULL CHECK (level IN ('IAL1', 'IAL2', 'IAL3')),
  source     text        NOT NULL,
  reference  text        NOT NULL,
  method     text        NOT NULL,
  matched    text        NOT NULL,
  at         timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  jws        text        NOT NULL
);
CREATE INDEX proof_account ON proof (account_id);
