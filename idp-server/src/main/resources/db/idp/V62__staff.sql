-- Department staff: posts with roles and times, and the administrators to whom departments leave them.
ALTER TABLE account DROP CONSTRAINT account_one_power;
ALTER TABLE account ADD CONSTRAINT account_one_power CHECK (
  (' ' || roles || ' ') !~ ' (SYSTEM_ADMIN|SECURITY_ADMIN|AUDIT_ADMIN|CITY_ADMIN|DEPARTMENT_ADMIN) '
  OR (kind = 'MEMBER'
    AND roles IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'CITY_ADMIN', 'DEPARTMENT_ADMIN')));
ALTER TABLE account DROP CONSTRAINT account_power_own_password;
ALTER TABLE account ADD CONSTRAINT account_power_own_password CHECK (
  NOT password_given
  OR (' ' || roles || ' ') !~ ' (SYSTEM_ADMIN|SECURITY_ADMIN|AUDIT_ADMIN|CITY_ADMIN|DEPARTMENT_ADMIN) ');

CREATE TABLE staff_post (
  id         text        PRIMARY KEY,
  account_id text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  org        text        NOT NULL,                 -- GB 32100
  roles      text        NOT NULL CHECK (roles <> ''),
  from_at    timestamptz NOT NULL,
  until_at   timestamptz,                          -- exclusive; null: open
  given_by   text        NOT NULL,
  ended_at   timestamptz,
  end_cause  text        CHECK (end_cause IN ('LEFT', 'MOVED', 'LAPSED')),
  CHECK (until_at IS NULL OR from_at < until_at),
  CHECK ((ended_at IS NULL) = (end_cause IS NULL))
);
CREATE UNIQUE INDEX staff_post_one ON staff_post (account_id) WHERE ended_at IS NULL;
CREATE INDEX staff_post_account ON staff_post (account_id);
CREATE INDEX staff_post_org ON staff_post (org);
CREATE INDEX staff_post_until ON staff_post (until_at) WHERE ended_at IS NULL;

-- Whose own account belongs to the human behind a member's. Known here, told to nobody.
CREATE TABLE staff_link (
  member_id text        PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  person_id text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  at        timestamptz NOT NULL
);
CREATE INDEX staff_link_person ON staff_link (person_id);
