-- The same of logins, of whose end the hour was kept for that index alone (V84). A migration of its own: none waits for one table while
-- it holds another.
ALTER TABLE login_session DROP COLUMN expiry_hour;
