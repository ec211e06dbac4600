-- Everything the provider keeps. Times are timestamptz; lists are space-separated, as in OAuth.
-- Columns named *_hash hold the SHA-256 of a bearer value in hexadecimal; the value itself is nowhere.

CREATE TABLE account (
  id            text        PRIMARY KEY,
  kind          text        NOT NULL CHECK (kind IN ('PERSON', 'MEMBER')),
  login_name    text        NOT NULL UNIQUE CHECK (login_name = lower(login_name)),
  password_hash text        NOT NULL,
  display_name  text        NOT NULL,
  org           text,
  citizen_id    bytea,                    -- AES-256-GCM: nonce, ciphertext, tag
  roles         text        NOT NULL,
  active        boolean     NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL,
  CHECK ((kind = 'MEMBER') = (org IS NOT NULL)),
  CHECK (kind = 'PERSON' OR citizen_id IS NULL)
);

CREATE TABLE client (
  id                text        PRIMARY KEY,   -- the client_id
  name              text        NOT NULL,
  org               text,
  secret_hash       text,
  jwks              jsonb,                     -- public keys of private_key_jwt
  auth_methods      text        NOT NULL,
  grant_types       text        NOT NULL,
  redirect_uris     text        NOT NULL,
  post_logout_uris  text        NOT NULL,
  scopes            text        NOT NULL,
  access_seconds    integer     NOT NULL CHECK (access_seconds BETWEEN 30 AND 3600),
  refresh_seconds   integer     NOT NULL CHECK (refresh_seconds BETWEEN 60 AND 2592000),
  created_at        timestamptz NOT NULL,
  CHECK (secret_hash IS NULL OR secret_hash LIKE '{sha256}%')
);

CREATE TABLE oauth2_grant (
  id                  text        PRIMARY KEY,
  version             bigint      NOT NULL,
  client_id           text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  principal           text        NOT NULL,
  grant_type          text        NOT NULL,
  scopes              text        NOT NULL,
  authenticated_at    timestamptz,
  request             jsonb,                  -- the authorization request: challenge, nonce, redirect
  state_hash          text        UNIQUE,
  code_hash           text        UNIQUE,
  code_issued_at      timestamptz,
  code_expires_at     timestamptz,
  code_invalidated    boolean,
  access_hash         text        UNIQUE,
  access_issued_at    timestamptz,
  access_expires_at   timestamptz,
  access_invalidated  boolean,
  access_scopes       text,
  refresh_hash        text        UNIQUE,
  refresh_issued_at   timestamptz,
  refresh_expires_at  timestamptz,
  refresh_invalidated boolean,
  id_token_hash       text        UNIQUE,
  id_token_issued_at  timestamptz,
  id_token_expires_at timestamptz,
  id_token_claims     jsonb,
  keep_until          timestamptz NOT NULL
);
CREATE INDEX oauth2_grant_keep_until ON oauth2_grant (keep_until);
CREATE INDEX oauth2_grant_principal ON oauth2_grant (principal);

-- Refresh tokens that were rotated away: seeing one again means that it was stolen (RFC 9700 §4.14.2).
CREATE TABLE spent_refresh_token (
  refresh_hash text        PRIMARY KEY,
  grant_id     text        NOT NULL REFERENCES oauth2_grant (id) ON DELETE CASCADE,
  spent_at     timestamptz NOT NULL
);
CREATE INDEX spent_refresh_token_grant ON spent_refresh_token (grant_id);

CREATE TABLE consent (
  client_id   text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  principal   text        NOT NULL,
  authorities text        NOT NULL,
  granted_at  timestamptz NOT NULL,
  PRIMARY KEY (client_id, principal)
);

-- RFC 7523 §3 (7): an assertion is used once.
CREATE TABLE client_assertion (
  client_id  text        NOT NULL,
  jti_hash   text        NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX client_assertion_expires_at ON client_assertion (expires_at);

CREATE TABLE login_session (
  id_hash        text        PRIMARY KEY,
  principal      text,
  created_at     timestamptz NOT NULL,
  last_access_at timestamptz NOT NULL,
  idle_seconds   integer     NOT NULL,
  expires_at     timestamptz NOT NULL,
  attributes     bytea       NOT NULL
);
CREATE INDEX login_session_expires_at ON login_session (expires_at);
CREATE INDEX login_session_principal ON login_session (principal);

CREATE TABLE login_failure (
  key       text        PRIMARY KEY,     -- SHA-256 of what is braked: no login name is readable here
  failures  integer     NOT NULL,
  last_at   timestamptz NOT NULL
);
CREATE INDEX login_failure_last_at ON login_failure (last_at);
