-- Nothing is looked for by what is in these, and the planner has no use for what it learnt of them: most of an ANALYZE
-- went into taking JSON apart and comparing it.
ALTER TABLE oauth2_grant ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE oauth2_grant ALTER COLUMN id_token_claims SET STATISTICS 0;
ALTER TABLE login_session ALTER COLUMN attributes SET STATISTICS 0;
ALTER TABLE audit ALTER COLUMN details SET STATISTICS 0;
