-- What people are to be told, written with what was done. The number or mailbox is that of the moment: what is bound later does not
-- hear of it, and what is unbound or erased since does. It is sealed as in contact; the words are made when it is sent.

CREATE TABLE notice (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id   text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  text_key     text        NOT NULL,              -- of the bundles
  facts        text[]      NOT NULL,
  language     text        NOT NULL,              -- BCP 47
  contact_kind text        NOT NULL,
  contact_hash text        NOT NULL,              -- contact.value_hash
  contact      bytea       NOT NULL,              -- contact.value
  undo         boolean     NOT NULL,              -- whether a link may go with it; no more after a recovery or an undoing
  created_at   timestamptz NOT NULL,
  tries        integer     NOT NULL DEFAULT 0,
  next_at      timestamptz NOT NULL,
  leased_until timestamptz,                       -- somebody sends it
  given_up_at  timestamptz
);
CREATE INDEX notice_waiting ON notice (next_at) WHERE given_up_at IS NULL;
CREATE INDEX notice_contact ON notice (account_id, contact_hash, id);
CREATE INDEX notice_given_up ON notice (given_up_at) WHERE given_up_at IS NOT NULL;
