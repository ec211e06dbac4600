-- Clients that prove themselves by the certificate of their TLS connection (RFC 8705).
ALTER TABLE client ADD COLUMN tls_name text;    -- tls_client_auth: the member of the metadata, a space, the name
ALTER TABLE client ADD COLUMN tls_bound boolean NOT NULL DEFAULT false;  -- access tokens carry cnf x5t#S256
