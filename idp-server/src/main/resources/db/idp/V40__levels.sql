-- Levels and ages of logins that a client asks for by its registration.
ALTER TABLE client_request_policy
  ADD COLUMN default_acr     text NOT NULL DEFAULT '',   -- values of acr, separated by spaces
  ADD COLUMN least_acr       text,
  ADD COLUMN default_max_age bigint CHECK (default_max_age >= 0);
