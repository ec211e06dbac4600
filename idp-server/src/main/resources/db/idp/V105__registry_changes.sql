-- The last change of each entity that was followed: what the registry said before is not written after it.

CREATE TABLE registry_change (
  code   text        PRIMARY KEY,                  -- GB 32100; of entities that nobody here acts for too
  number bigint      NOT NULL UNIQUE,
  at     timestamptz NOT NULL                      -- by the registry; no later than it was followed
);
