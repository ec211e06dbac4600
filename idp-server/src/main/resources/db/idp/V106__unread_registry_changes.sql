-- Changes of the registry that could not be read are kept apart; which were followed is remembered for a time.

CREATE TABLE registry_unread (
  number   bigint      PRIMARY KEY,
  code     text,                                   -- GB 32100; null where it cannot be read
  fault    text        NOT NULL,                   -- the member that cannot be read
  heard_at timestamptz NOT NULL,
  tried_at timestamptz NOT NULL
);
CREATE INDEX registry_unread_tried ON registry_unread (tried_at);

-- The number of the last word on whether the entity is suspended: an older one that is read late does not undo it.
ALTER TABLE registry_change ADD COLUMN status_number bigint NOT NULL DEFAULT 0;
ALTER TABLE registry_change ADD COLUMN followed_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX registry_change_followed ON registry_change (followed_at);

-- What is read late may turn out to be another entity's.
ALTER TABLE registry_change DROP CONSTRAINT registry_change_number_key;
CREATE INDEX registry_change_number ON registry_change (number);

-- The last change of which it is known whose it was, and the last before it of which it is not: nothing that was asked
-- before that one is written after it. A replica of the version before moves the position alone.
ALTER TABLE registry_position ADD COLUMN named bigint NOT NULL DEFAULT 0;
ALTER TABLE registry_position ADD COLUMN unnamed bigint NOT NULL DEFAULT 0;
