-- Administration: three powers that exclude each other, and city administrators; nobody holds two, and nobody who holds one
-- holds anything else. The database says so itself, whoever writes.
ALTER TABLE account ADD CONSTRAINT account_one_power CHECK (
  (' ' || roles || ' ') !~ ' (SYSTEM_ADMIN|SECURITY_ADMIN|AUDIT_ADMIN|CITY_ADMIN) '
  OR (kind = 'MEMBER' AND roles IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'CITY_ADMIN')));

-- Whether an administrator knows the password: nobody gets a power so.
ALTER TABLE account ADD COLUMN password_given boolean NOT NULL DEFAULT false;
ALTER TABLE account ADD CONSTRAINT account_power_own_password CHECK (
  NOT password_given OR (' ' || roles || ' ') !~ ' (SYSTEM_ADMIN|SECURITY_ADMIN|AUDIT_ADMIN|CITY_ADMIN) ');

-- The division (GB/T 2260, a prefix such as 5101) whose departments a city administrator looks after.
CREATE TABLE admin_region (
  account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  division   text NOT NULL CHECK (division ~ '^[1-9][0-9]{1,5}$')
);

-- Services that ask to be registered: one administrator asks, another decides.
CREATE TABLE client_application (
  id         text        PRIMARY KEY,
  metadata   jsonb       NOT NULL,
  state      text        NOT NULL DEFAULT 'ASKED' CHECK (state IN ('ASKED', 'APPROVED', 'REFUSED')),
  asked_by   text        NOT NULL REFERENCES account (id),
  asked_at   timestamptz NOT NULL,
  decided_by text        REFERENCES account (id),
  decided_at timestamptz,
  client_id  text,
  CHECK ((state = 'ASKED') = (decided_by IS NULL)),
  CHECK (decided_by <> asked_by)
);
CREATE INDEX client_application_state ON client_application (state, asked_at);

-- Seals over the audit book: digest over digest, signed by the key in the HSM.
CREATE TABLE audit_seal (
  number    bigint      PRIMARY KEY,
  from_id   bigint      NOT NULL,           -- exclusive
  to_id     bigint      NOT NULL,           -- inclusive
  rows      bigint      NOT NULL,
  digest    text        NOT NULL,           -- SM3 of the last digest and the rows
  sealed_at timestamptz NOT NULL,
  jws       text        NOT NULL,
  CHECK (from_id < to_id)
);
-- The last row that was given a number, and the transactions that were under way then: when they are over, no row before it
-- can still appear.
CREATE TABLE audit_horizon (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  to_id     bigint  NOT NULL,
  until_xid text NOT NULL
);
CREATE INDEX audit_at ON audit (at);
