-- RFC 9449 §11.1: a proof works once, whichever replica sees it. Rows live as long as a proof does.
CREATE TABLE dpop_proof (
  proof_hash text        PRIMARY KEY,   -- of the key's thumbprint and jti
  expires_at timestamptz NOT NULL
);
CREATE INDEX dpop_proof_expires_at ON dpop_proof (expires_at);
