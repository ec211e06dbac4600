-- What clients are registered for besides pages of their own.
CREATE TABLE client_use (
  client_id text NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  used_at   text NOT NULL CHECK (used_at IN ('window', 'kiosk')),
  PRIMARY KEY (client_id, used_at)
);

-- Acts of window clerks for citizens. principal and sid are the clerk's, as in the tables of logins: what ends the clerk's
-- login ends the act. Rows stay; the citizen's account may be erased.
CREATE TABLE window_act (
  id           text        PRIMARY KEY,
  number       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  client_id    text        NOT NULL,
  principal    text        NOT NULL,
  sid          text        NOT NULL,
  org          text        NOT NULL,                -- GB 32100, of the clerk's department
  person_id    text        REFERENCES account (id) ON DELETE SET NULL,
  matter       text        NOT NULL,
  window_no    text        NOT NULL,
  method       text        NOT NULL CHECK (method IN ('READER', 'PHONE')),
  receipt_hash text        UNIQUE,                  -- HMAC-SM3: a receipt is good once
  phone_hash   text        UNIQUE,                  -- of what the QR code says
  evidence     text,                                -- compact JWS
  asked_at     timestamptz NOT NULL,
  begun_at     timestamptz,
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  end_cause    text        CHECK (end_cause IN ('CLERK', 'CLERK_GONE', 'DENIED', 'OBJECTED')),
  objected_at  timestamptz,
  objection    text,
  CHECK ((begun_at IS NULL) = (evidence IS NULL)),
  CHECK ((ended_at IS NULL) = (end_cause IS NULL)),
  CHECK ((objected_at IS NULL) = (objection IS NULL))
);
CREATE INDEX window_act_principal ON window_act (principal, expires_at);
CREATE INDEX window_act_sid ON window_act (sid);
CREATE INDEX window_act_person ON window_act (person_id, number);
CREATE INDEX window_act_objected ON window_act (number) WHERE objected_at IS NOT NULL;

-- Tokens of an act.
CREATE TABLE window_grant (
  grant_id text PRIMARY KEY REFERENCES oauth2_grant (id) ON DELETE CASCADE,
  act_id   text NOT NULL REFERENCES window_act (id) ON DELETE CASCADE
);
CREATE INDEX window_grant_act ON window_grant (act_id);
