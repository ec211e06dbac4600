-- Keys of clients behind a jwks_uri (RFC 7591 §2), as last fetched.
CREATE TABLE client_remote_keys (
  client_id  text        PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  uri        text        NOT NULL,
  jwks       jsonb,
  asked_at   timestamptz,                          -- so that only one replica asks, once a minute
  fetched_at timestamptz
);
