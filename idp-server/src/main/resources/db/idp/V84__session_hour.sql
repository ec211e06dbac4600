-- Every visit moves the end of its session. With that in an index, the row's new version was written into
-- all four indexes of the table; the hour of the end seldom changes, and a version with the same hour is in
-- none (heap-only tuples), if its page has room. Sessions are taken away an hour after their end at the latest.
ALTER TABLE login_session ADD COLUMN expiry_hour timestamp NOT NULL
  GENERATED ALWAYS AS (date_trunc('hour', expires_at AT TIME ZONE 'UTC')) STORED;
DROP INDEX login_session_expires_at;
CREATE INDEX login_session_expiry_hour ON login_session (expiry_hour);
ALTER TABLE login_session SET (fillfactor = 80);
