-- What the kit keeps for every service. History table: kit_schema_history.
CREATE TABLE idempotency (
  client       text        NOT NULL,
  route        text        NOT NULL,
  key          text        NOT NULL,
  body_sha256  text        NOT NULL,
  status       integer     NOT NULL,
  headers      jsonb       NOT NULL,
  body         bytea       NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (client, route, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE audit (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor      text        NOT NULL,
  client     text,
  request_id text,
  act        text        NOT NULL,
  subject    text        NOT NULL,
  outcome    text        NOT NULL,
  details    jsonb       NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);
-- An audit row is never changed or taken away by a service.
CREATE RULE audit_no_update AS ON UPDATE TO audit DO INSTEAD NOTHING;
CREATE RULE audit_no_delete AS ON DELETE TO audit DO INSTEAD NOTHING;

CREATE TABLE bootstrap_token (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  sha256     text        NOT NULL,
  made_at    timestamptz NOT NULL,
  used_at    timestamptz
);
