-- Accounts of people who are dead by the register, until somebody has reviewed that.
CREATE TABLE account_freeze (
  account_id text        PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  at         timestamptz NOT NULL,
  why        text        NOT NULL
);
