-- Legal persons and other organisations, and who may act for them.

CREATE TABLE legal_entity (
  id            text        PRIMARY KEY,           -- the claim sub of tokens for it
  kind          text        NOT NULL CHECK (kind IN ('ENTERPRISE', 'SOLE_TRADER', 'BRANCH', 'AGENCY', 'UNINCORPORATED')),
  code          text        NOT NULL UNIQUE,       -- GB 32100
  name          text        NOT NULL,
  status        text        NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'STRUCK_OFF')),
  registered_at timestamptz NOT NULL
);

CREATE TABLE mandate (
  id           text        PRIMARY KEY,
  entity_id    text        NOT NULL REFERENCES legal_entity (id),
  person_id    text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  parent_id    text        REFERENCES mandate (id) ON DELETE CASCADE,   -- null: rests on the registry
  role         text        NOT NULL CHECK (role IN ('LEGAL_REPRESENTATIVE', 'ADMINISTRATOR', 'AGENT')),
  matters      text        NOT NULL,               -- codes of service items, or *
  region       text        NOT NULL,               -- GB/T 2260
  from_at      timestamptz NOT NULL,
  until_at     timestamptz NOT NULL,
  depth        integer     NOT NULL CHECK (depth BETWEEN 0 AND 3),
  given_at     timestamptz NOT NULL,
  accepted_at  timestamptz,
  revoked_at   timestamptz,
  revoke_cause text,
  suspended_at timestamptz,
  evidence     text        NOT NULL,               -- compact JWS
  CHECK (from_at < until_at),
  CHECK ((role = 'LEGAL_REPRESENTATIVE') = (parent_id IS NULL))
);
CREATE UNIQUE INDEX mandate_representative ON mandate (entity_id)
  WHERE parent_id IS NULL AND revoked_at IS NULL AND suspended_at IS NULL;
CREATE INDEX mandate_entity ON mandate (entity_id);
CREATE INDEX mandate_person ON mandate (person_id);
CREATE INDEX mandate_parent ON mandate (parent_id);

-- How far the registry's changes were followed; one row.
CREATE TABLE registry_position (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint  NOT NULL
);
INSERT INTO registry_position (position) VALUES (0);
