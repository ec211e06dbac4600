-- A grant that has its code alone is in no index of access tokens. The constraint goes first: the table is locked once,
-- wholly, so that nobody who reads it and then writes waits for this while this waits for them.
ALTER TABLE oauth2_grant DROP CONSTRAINT oauth2_grant_access_hash_key;
CREATE UNIQUE INDEX oauth2_grant_access_hash ON oauth2_grant (access_hash) WHERE access_hash IS NOT NULL;
