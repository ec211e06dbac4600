-- Accounts that were closed named their holders elsewhere still, who could not come back under a new one.
DELETE FROM upstream_link WHERE account_id IN (SELECT account_id FROM account_closure WHERE done_at IS NOT NULL);
DELETE FROM net_identity WHERE account_id IN (SELECT account_id FROM account_closure WHERE done_at IS NOT NULL);
