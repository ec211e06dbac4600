-- Downstream ticket protocol of local systems: a ticket for the browser, a token for the application behind it.

CREATE TABLE ticket_app (
  client_id     text  PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  redirect_uris text  NOT NULL,
  sm2_point     text,                              -- 04, x, y in hexadecimal; else requests carry an HMAC-SM3
  mac_key       bytea                              -- AES-256-GCM: nonce, ciphertext, tag
);

CREATE TABLE app_ticket (
  ticket_hash text        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('TICKET', 'TOKEN')),
  client_id   text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  sid         text        NOT NULL,
  principal   text        NOT NULL,
  acr         text        NOT NULL,
  amr         text        NOT NULL,
  auth_time   timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX app_ticket_sid ON app_ticket (sid);
CREATE INDEX app_ticket_principal ON app_ticket (principal);
CREATE INDEX app_ticket_expires_at ON app_ticket (expires_at);

-- A signed request works once, whichever replica sees it.
CREATE TABLE signed_request (
  request_hash text        PRIMARY KEY,            -- of the application and its nonce
  expires_at   timestamptz NOT NULL
);
CREATE INDEX signed_request_expires_at ON signed_request (expires_at);
