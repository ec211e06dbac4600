-- Tokens that name their grant are held against these and found by the grant's key: a code that is spent for them
-- changes nothing that is in an index. The hashes in the columns from before, each in an index, are of tokens that name
-- none: what was given before, and what came of an exchange.
ALTER TABLE oauth2_grant ADD COLUMN access_check text, ADD COLUMN refresh_check text, ADD COLUMN id_token_check text;
-- Leaves room beside a grant for what its code is spent for.
ALTER TABLE oauth2_grant SET (fillfactor = 70);
