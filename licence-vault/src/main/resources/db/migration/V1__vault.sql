-- The licence vault. What a licence says (holders, items) lies encrypted in licence.record; holders are found by a keyed digest.

-- Published type packages: a version, once registered, never changes (GB/T 36902).
CREATE TABLE licence_type (
  code          text        NOT NULL,
  version       integer     NOT NULL,
  name_zh       text        NOT NULL,
  name_en       text        NOT NULL,
  sha256        text        NOT NULL,
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (code, version)
);

-- One row per version of a licence.
CREATE TABLE licence (
  id             uuid        NOT NULL,
  identifier     text        NOT NULL,
  type_code      text        NOT NULL,
  type_version   integer     NOT NULL,
  issuer         text        NOT NULL,
  serial         text        NOT NULL,
  version        integer     NOT NULL,
  origin         text        NOT NULL CHECK (origin IN ('ISSUED', 'DEPOSITED')),
  valid_from     date        NOT NULL,
  valid_to       date,
  issued_at      timestamptz NOT NULL,
  record         bytea       NOT NULL,
  superseded_by  text,
  revoked_ground text        CHECK (revoked_ground IN ('CANCELLED', 'PENALTY', 'WITHDRAWN')),
  revoked_text   text,
  revoked_at     timestamptz,
  PRIMARY KEY (id)
) PARTITION BY HASH (id);

CREATE INDEX licence_issuer ON licence (issuer, issued_at DESC);

-- Identifiers are unique over all partitions (GB/T 36904).
CREATE TABLE licence_identifier (
  identifier text NOT NULL PRIMARY KEY,
  licence_id uuid NOT NULL
);

-- Who holds what: keyed digest of kind and number, never the number.
CREATE TABLE holding (
  holder     bytea   NOT NULL,
  licence_id uuid    NOT NULL,
  place      integer NOT NULL,
  PRIMARY KEY (holder, licence_id, place)
) PARTITION BY HASH (holder);

DO $$
BEGIN
  FOR part IN 0..7 LOOP
    EXECUTE format('CREATE TABLE licence_%s PARTITION OF licence FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
    EXECUTE format('CREATE TABLE holding_%s PARTITION OF holding FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
  END LOOP;
END $$;

-- Sealed files, by content address.
CREATE TABLE licence_file (
  licence_id uuid    NOT NULL,
  format     text    NOT NULL CHECK (format IN ('OFD', 'PDF')),
  blob       text    NOT NULL,
  sha256     text    NOT NULL,
  length     integer NOT NULL,
  PRIMARY KEY (licence_id, format)
);
CREATE INDEX licence_file_sha256 ON licence_file (sha256);

-- An issue that has begun: id and moment survive a crash, so that a retry makes the same octets.
CREATE TABLE issue_intent (
  key        text        NOT NULL PRIMARY KEY,
  licence_id uuid        NOT NULL,
  at         timestamptz NOT NULL
);
