-- Logging out for good: who is logged in where, and what the services still have to be told.

-- The login's own name (claim sid); it outlives the change of the cookie's value at each authentication.
ALTER TABLE login_session ADD COLUMN sid text UNIQUE;
ALTER TABLE login_session ADD COLUMN device text;
ALTER TABLE login_session ADD COLUMN address_prefix text;   -- /24 or /48, never the whole address
ALTER TABLE login_session ADD COLUMN signed_in_at timestamptz;

ALTER TABLE oauth2_grant ADD COLUMN sid text;
CREATE INDEX oauth2_grant_sid ON oauth2_grant (sid);

-- What the framework's settings do not hold of a client.
CREATE TABLE client_registration (
  client_id               text    PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  backchannel_logout_uri  text
);

-- The services that a login reached: they have to be told of its end.
CREATE TABLE rp_session (
  sid        text        NOT NULL,
  client_id  text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  principal  text        NOT NULL,
  since      timestamptz NOT NULL,
  last_at    timestamptz NOT NULL,
  PRIMARY KEY (sid, client_id)
);
CREATE INDEX rp_session_principal ON rp_session (principal);
CREATE INDEX rp_session_last_at ON rp_session (last_at);

-- OpenID Connect Back-Channel Logout 1.0: written in the transaction that ends the login.
CREATE TABLE logout_delivery (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client_id  text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  sid        text        NOT NULL,
  principal  text        NOT NULL,
  cause      text        NOT NULL,
  created_at timestamptz NOT NULL,
  state      text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'DEAD')),
  attempts   integer     NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL,          -- also the end of the lease of whoever tries now
  ended_at   timestamptz,
  last_error text
);
CREATE INDEX logout_delivery_waiting ON logout_delivery (next_at) WHERE state = 'WAITING';
CREATE INDEX logout_delivery_ended ON logout_delivery (ended_at) WHERE state <> 'WAITING';

CREATE TABLE logout_tally (
  client_id text   NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  day       date   NOT NULL,
  delivered bigint NOT NULL DEFAULT 0,
  failed    bigint NOT NULL DEFAULT 0,      -- attempts, not deliveries
  dead      bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (client_id, day)
);
