-- Signing keys live in the HSM; here is only when each is published and used. Replicas follow these times, not each other.
CREATE TABLE signing_key (
  number         integer     PRIMARY KEY,
  label          text        NOT NULL UNIQUE,   -- in the token oidc
  published_from timestamptz NOT NULL,
  active_from    timestamptz NOT NULL,
  CHECK (published_from <= active_from)
);
