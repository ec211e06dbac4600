-- Applications, the register of seals, uses, and the built-in test authority.
CREATE TABLE application (
  id              uuid        PRIMARY KEY,
  unit_name       text        NOT NULL,
  uscc            char(18)    NOT NULL,
  seal_name       text        NOT NULL,
  bottom_text     text        NOT NULL,
  seal_type       char(2)     NOT NULL,
  diameter_mm     integer     NOT NULL,
  material_digest char(64)    NOT NULL,
  legal_basis     text        NOT NULL,
  state           text        NOT NULL
    CHECK (state IN ('SUBMITTED','ACCEPTED','REVIEWED','APPROVED','MADE','ISSUED','REJECTED')),
  es_id           char(14)    UNIQUE,
  submitted_at    timestamptz NOT NULL
);
CREATE INDEX application_newest ON application (submitted_at DESC, id);

CREATE TABLE application_step (
  application uuid        NOT NULL REFERENCES application,
  number      integer     NOT NULL,
  step        text        NOT NULL
    CHECK (step IN ('APPLY','ACCEPT','REVIEW','APPROVE','MAKE','ISSUE','REJECT')),
  person      text        NOT NULL,
  person_name text        NOT NULL,
  at          timestamptz NOT NULL,
  note        text        NOT NULL,
  PRIMARY KEY (application, number),
  UNIQUE (application, step)
);
-- Separation of duty: whoever applied, accepted, reviewed, approved, made or rejected does no other
-- of these, whatever the program above believes.
CREATE UNIQUE INDEX never_the_same_person ON application_step (application, person)
  WHERE step <> 'ISSUE';

CREATE SEQUENCE seal_serial MAXVALUE 99999999;

CREATE TABLE seal (
  es_id       char(14)    PRIMARY KEY,
  application uuid        NOT NULL UNIQUE REFERENCES application,
  state       text        NOT NULL CHECK (state IN ('MADE','ACTIVE','SUSPENDED','REVOKED')),
  since       timestamptz NOT NULL,
  version     integer     NOT NULL,
  made_at     timestamptz NOT NULL
);

CREATE TABLE seal_version (
  es_id      char(14)    NOT NULL REFERENCES seal,
  number     integer     NOT NULL,
  structure  bytea       NOT NULL,
  sm3        char(64)    NOT NULL UNIQUE,
  png        bytea       NOT NULL,
  svg        bytea       NOT NULL,
  sm2        bytea       NOT NULL,
  p256       bytea       NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL,
  PRIMARY KEY (es_id, number)
);

CREATE TABLE seal_state_change (
  id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  es_id  char(14)    NOT NULL REFERENCES seal,
  state  text        NOT NULL,
  at     timestamptz NOT NULL,
  person text        NOT NULL,
  note   text        NOT NULL
);
CREATE INDEX seal_state_change_of ON seal_state_change (es_id, id);

CREATE TABLE sealing (
  id                 uuid        PRIMARY KEY,
  es_id              char(14)    NOT NULL REFERENCES seal,
  version            integer     NOT NULL,
  person             text        NOT NULL,
  client             text,
  matter             text        NOT NULL,
  business_serial    text        NOT NULL,
  format             text        NOT NULL,
  document_sm3       char(64)    NOT NULL,
  result_sm3         char(64)    NOT NULL,
  certificate_serial text        NOT NULL,
  at                 timestamptz NOT NULL
);
CREATE INDEX sealing_of ON sealing (es_id, at DESC);

CREATE TABLE authority (
  name        text  PRIMARY KEY,
  certificate bytea NOT NULL
);
CREATE TABLE issued_certificate (
  serial      numeric     PRIMARY KEY,
  authority   text        NOT NULL REFERENCES authority,
  subject     text        NOT NULL,
  certificate bytea       NOT NULL,
  at          timestamptz NOT NULL,
  revoked_at  timestamptz,
  cause       text
);
CREATE SEQUENCE crl_number;
