-- A certificate answers a step-up by a challenge of its own purpose.
ALTER TABLE ukey_challenge DROP CONSTRAINT ukey_challenge_purpose_check;
ALTER TABLE ukey_challenge ADD CONSTRAINT ukey_challenge_purpose_check
  CHECK (purpose IN ('LOGIN', 'BIND', 'STEP_UP'));
-- Whether the last certificate that was shown for the key says that it lies in a device.
ALTER TABLE authenticator ADD COLUMN device boolean NOT NULL DEFAULT false;
