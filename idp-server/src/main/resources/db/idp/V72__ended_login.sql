-- Why a login ended without its browser's doing: said at that browser's next visit.
CREATE TABLE ended_login (
  id_hash text PRIMARY KEY,   -- as in login_session
  cause text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ended_login_expires_at ON ended_login (expires_at);
