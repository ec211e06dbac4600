-- As of the services that a login reached (V95): only the sweep looked for grants by their end.
DROP INDEX oauth2_grant_keep_until;
