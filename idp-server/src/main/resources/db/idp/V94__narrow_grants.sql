-- What every login writes, with fewer indexes to write it into and less to look at afterwards.

-- A grant that has its code alone is in no index of access tokens. Grants are read while the new index is made, and not
-- written.
CREATE UNIQUE INDEX oauth2_grant_access_hash ON oauth2_grant (access_hash) WHERE access_hash IS NOT NULL;
ALTER TABLE oauth2_grant DROP CONSTRAINT oauth2_grant_access_hash_key;

-- Only the sweep looked for these by their time. It walks through both tables instead, a part at a time (ExpirySweep):
-- what is over goes within a day.
DROP INDEX rp_session_last_at;
DROP INDEX known_device_last_at;

-- Nothing is looked for by what is in these, and the planner has no use for what it learnt of them: most of an ANALYZE
-- went into taking JSON apart and comparing it.
ALTER TABLE oauth2_grant ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE oauth2_grant ALTER COLUMN id_token_claims SET STATISTICS 0;
ALTER TABLE login_session ALTER COLUMN attributes SET STATISTICS 0;
ALTER TABLE audit ALTER COLUMN details SET STATISTICS 0;
