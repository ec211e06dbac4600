-- Logins in which a person acts for an entity. A row outlives the login as long as its grants may.
CREATE TABLE acting_session (
  sid        text        PRIMARY KEY,
  person_id  text        NOT NULL,
  entity_id  text        NOT NULL,
  mandate_id text        NOT NULL,
  since      timestamptz NOT NULL
);
CREATE INDEX acting_session_mandate ON acting_session (mandate_id);
CREATE INDEX acting_session_entity ON acting_session (entity_id);
CREATE INDEX acting_session_since ON acting_session (since);

-- What somebody agrees to for an entity is agreed for that entity alone.
ALTER TABLE consent ADD COLUMN acting_for text NOT NULL DEFAULT '';
ALTER TABLE consent DROP CONSTRAINT consent_pkey;
ALTER TABLE consent ADD PRIMARY KEY (client_id, principal, acting_for);
