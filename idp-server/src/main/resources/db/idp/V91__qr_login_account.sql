-- Ending an account's logins ends what it confirmed too: found without reading all that wait.
CREATE INDEX qr_login_account ON qr_login (account_id);
