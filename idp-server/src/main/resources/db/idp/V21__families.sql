-- A refresh token's direct successor, and whether the one retry for a lost answer was used.
ALTER TABLE spent_refresh_token ADD COLUMN successor_hash text;
ALTER TABLE spent_refresh_token ADD COLUMN retried_at timestamptz;
