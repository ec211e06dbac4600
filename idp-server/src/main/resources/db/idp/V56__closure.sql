-- Accounts on their way to be closed, and closed. The row stays: it says when, and with whose document no more than its
-- keyed hash, and only where the operator's policy keeps that.
CREATE TABLE account_closure (
  account_id    text        PRIMARY KEY REFERENCES account (id),
  asked_at      timestamptz NOT NULL,
  due_at        timestamptz NOT NULL,
  done_at       timestamptz,
  document_hash text
);
CREATE INDEX account_closure_due ON account_closure (due_at) WHERE done_at IS NULL;

-- After a recovery an account's owner does nothing for a while that could not be undone.
CREATE TABLE account_hold (
  account_id text        PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  until      timestamptz NOT NULL,
  why        text        NOT NULL
);
