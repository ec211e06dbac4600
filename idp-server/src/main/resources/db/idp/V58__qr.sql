-- Logins on one screen that are confirmed on another: two minutes, one use, found by hashes alone.
CREATE TABLE qr_login (
  token_hash     text        PRIMARY KEY,        -- of what the QR code says
  browser_hash   text        NOT NULL UNIQUE,    -- of what only the asking browser's session holds
  number         smallint    NOT NULL CHECK (number BETWEEN 10 AND 99),
  client_id      text,
  device         text        NOT NULL,
  address_prefix text        NOT NULL,
  state          text        NOT NULL DEFAULT 'WAITING'
    CHECK (state IN ('WAITING', 'SCANNED', 'CONFIRMED', 'DENIED', 'USED')),
  account_id     text        REFERENCES account (id) ON DELETE CASCADE,
  expires_at     timestamptz NOT NULL,
  CHECK ((state IN ('WAITING')) = (account_id IS NULL))
);
CREATE INDEX qr_login_expires_at ON qr_login (expires_at);
