-- How often every login of the account was ended. A login begins only in the generation in which what it showed
-- was looked at: so one that is under way ends with the others.
ALTER TABLE account ADD COLUMN login_generation integer NOT NULL DEFAULT 0;
