-- Logins on the way to a service that failed, from devices that the account did not know: one row for each client at most. There is
-- no reference to the client, which would write into its row; what is a day old is swept.
CREATE TABLE client_login_failure (
  client_id   text        PRIMARY KEY,
  since       timestamptz NOT NULL,   -- when the window began
  failures    integer     NOT NULL,   -- in it
  spent_until timestamptz             -- brakes are tight until then
) WITH (fillfactor = 50);

-- By this a gateway knows a message that it is given again. Replicas of before write none and send another each time.
ALTER TABLE notice ADD COLUMN message_id uuid NOT NULL DEFAULT gen_random_uuid();
