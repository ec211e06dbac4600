-- How often the programs of a network were stamped within the minute that their first call began.
CREATE TABLE stamp_allowance (
  network text        PRIMARY KEY,
  until   timestamptz NOT NULL,
  used    integer     NOT NULL
);
CREATE INDEX stamp_allowance_until ON stamp_allowance (until);
