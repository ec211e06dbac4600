-- Pushed authorization requests (RFC 9126): one use, one minute, found by the SHA-256 of their request_uri.
CREATE TABLE pushed_request (
  uri_hash   text        PRIMARY KEY,
  client_id  text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  parameters jsonb       NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX pushed_request_expires_at ON pushed_request (expires_at);

-- How strictly a client's requests are taken, and how it wants UserInfo; without a row the defaults.
CREATE TABLE client_request_policy (
  client_id       text    PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  require_pushed  boolean NOT NULL,
  require_signed  boolean NOT NULL,
  signed_userinfo boolean NOT NULL
);
