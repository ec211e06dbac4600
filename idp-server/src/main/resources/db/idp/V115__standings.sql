-- That somebody has died was learnt only where they were asked about. Now the authority is asked again about everybody
-- who is verified: when it last said how they stand, and when a replica last set out to ask.
ALTER TABLE person
  ADD COLUMN standing_at    timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN standing_tried timestamptz NOT NULL DEFAULT '-infinity';

UPDATE person p SET standing_at = q.at
FROM (SELECT account_id, max(at) AS at FROM proof WHERE method LIKE 'authority-check %' GROUP BY account_id) q
WHERE q.account_id = p.account_id;

CREATE INDEX person_standing ON person (standing_at, account_id);

-- Which round of questions is under way, of all replicas: its end.
CREATE TABLE standing_round (
  one      boolean     PRIMARY KEY DEFAULT true CHECK (one),
  until_at timestamptz NOT NULL
);
INSERT INTO standing_round (until_at) VALUES ('-infinity');
