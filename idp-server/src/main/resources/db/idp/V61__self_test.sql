-- What the self-test of a client found; one runs at a time for each client.
CREATE TABLE self_test (
  id          text        PRIMARY KEY,
  client_id   text        NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  started_by  text        NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  findings    jsonb       NOT NULL DEFAULT '[]'
);
CREATE INDEX self_test_of_client ON self_test (client_id, started_at DESC);
CREATE UNIQUE INDEX self_test_running ON self_test (client_id) WHERE finished_at IS NULL;
