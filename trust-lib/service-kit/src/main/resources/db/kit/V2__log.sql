-- The log over the book of audit: a tree of RFC 9162 over its rows in their order, in tiles, and the heads that were signed.
-- Who leads, and how far the rows are in the tree.
CREATE TABLE log_head (
  log     text   PRIMARY KEY,
  leader  text   NOT NULL DEFAULT '',
  epoch   bigint NOT NULL DEFAULT 0,          -- one more with each leader: what an earlier one still writes counts no more
  size    bigint NOT NULL DEFAULT 0,          -- entries in the tree
  last_id bigint NOT NULL DEFAULT 0,          -- rows up to here are in it
  mark_id bigint NOT NULL DEFAULT 0,          -- the last row that was seen,
  writers text[] NOT NULL DEFAULT '{}',       -- and who was writing then: when these are done no row before it can appear
  CHECK (size >= 0 AND size <= last_id)
);
INSERT INTO log_head (log) VALUES ('audit');

CREATE TABLE log_tile (
  log      text     NOT NULL REFERENCES log_head (log),
  level    smallint NOT NULL,
  number   bigint   NOT NULL,
  width    smallint NOT NULL CHECK (width BETWEEN 1 AND 256),
  first_id bigint,                            -- of level 0: number of its first row
  octets   bytea    NOT NULL,                 -- SHA-256 hashes, SM3 hashes, at level 0 the numbers of rows
  PRIMARY KEY (log, level, number),
  CHECK ((level = 0) = (first_id IS NOT NULL)),
  CHECK (length(octets) = width * CASE level WHEN 0 THEN 72 ELSE 64 END)
);
ALTER TABLE log_tile ALTER COLUMN octets SET STORAGE EXTERNAL;
CREATE INDEX log_tile_edge ON log_tile (log, level) WHERE width < 256;
CREATE INDEX log_tile_first ON log_tile (log, first_id) WHERE level = 0;

-- Of each hour the last one stays.
CREATE TABLE log_checkpoint (
  log  text        NOT NULL REFERENCES log_head (log),
  size bigint      NOT NULL,
  at   timestamptz NOT NULL,
  note text        NOT NULL,
  PRIMARY KEY (log, size)
);
