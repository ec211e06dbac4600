-- Downstream CAS protocol 3.0, out of the same logins as OpenID Connect.

CREATE TABLE cas_service (
  rule      text PRIMARY KEY,                      -- a URL, or with /* at its end everything below it; one client each
  client_id text NOT NULL REFERENCES client (id) ON DELETE CASCADE
);
CREATE INDEX cas_service_client ON cas_service (client_id);

CREATE TABLE cas_proxy_callback (
  client_id text NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  url       text NOT NULL,
  PRIMARY KEY (client_id, url)
);

-- Service and proxy tickets that were not shown yet. The ticket itself is nowhere.
CREATE TABLE cas_ticket (
  ticket_hash text        PRIMARY KEY,
  handle      text        NOT NULL,                -- random; only with a key outside the database it gives the ticket
  client_id   text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  service     text        NOT NULL,
  sid         text        NOT NULL,
  principal   text        NOT NULL,
  fresh       boolean     NOT NULL,
  acr         text        NOT NULL,
  amr         text        NOT NULL,
  auth_time   timestamptz NOT NULL,
  proxies     text        NOT NULL,                -- callbacks, the last proxy first; empty for service tickets
  expires_at  timestamptz NOT NULL
);
CREATE INDEX cas_ticket_expires_at ON cas_ticket (expires_at);

CREATE TABLE cas_granting_ticket (
  ticket_hash text        PRIMARY KEY,
  client_id   text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  sid         text        NOT NULL,
  principal   text        NOT NULL,
  acr         text        NOT NULL,
  amr         text        NOT NULL,
  auth_time   timestamptz NOT NULL,
  proxies     text        NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX cas_granting_ticket_sid ON cas_granting_ticket (sid);
CREATE INDEX cas_granting_ticket_principal ON cas_granting_ticket (principal);
CREATE INDEX cas_granting_ticket_expires_at ON cas_granting_ticket (expires_at);

-- Services that took a ticket: they are told of the login's end by that ticket (single logout).
CREATE TABLE cas_session (
  handle    text        PRIMARY KEY,
  sid       text        NOT NULL,
  client_id text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  principal text        NOT NULL,
  service   text        NOT NULL,
  last_at   timestamptz NOT NULL
);
CREATE INDEX cas_session_sid ON cas_session (sid);
CREATE INDEX cas_session_principal ON cas_session (principal);
CREATE INDEX cas_session_last_at ON cas_session (last_at);

-- Where a LogoutRequest goes and which ticket it names; both null for logout tokens.
ALTER TABLE logout_delivery ADD COLUMN uri text;
ALTER TABLE logout_delivery ADD COLUMN session_index text;
ALTER TABLE logout_delivery ADD CHECK ((uri IS NULL) = (session_index IS NULL));
