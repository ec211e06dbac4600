-- A suspension and a freeze are there each for itself: whether the account is suspended once it is thawed. Until now
-- only accounts that were not suspended were frozen.
ALTER TABLE account_freeze ADD COLUMN suspended boolean NOT NULL DEFAULT false;

-- Whoever was resumed meanwhile was open without a review of the freeze.
UPDATE account SET active = false WHERE active AND id IN (SELECT account_id FROM account_freeze);
