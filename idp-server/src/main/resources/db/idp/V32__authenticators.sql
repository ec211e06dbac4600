-- What persons have to log in with besides a password.

CREATE TABLE authenticator (
  id           text        PRIMARY KEY,
  account_id   text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind         text        NOT NULL CHECK (kind IN ('TOTP', 'CODE', 'CERTIFICATE')),
  label        text        NOT NULL,
  secret       bytea,                              -- AES-256-GCM; of TOTP
  public_hash  text        UNIQUE,                 -- of a certificate
  last_step    bigint      NOT NULL DEFAULT 0,     -- RFC 6238 §5.2: a step is used once
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  CHECK ((kind = 'TOTP') = (secret IS NOT NULL)),
  CHECK ((kind = 'CERTIFICATE') = (public_hash IS NOT NULL))
);
CREATE INDEX authenticator_account ON authenticator (account_id);

CREATE TABLE recovery_code (
  code_hash  text        PRIMARY KEY,              -- HMAC-SM3 of account and code
  account_id text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  made_at    timestamptz NOT NULL
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);
