-- Clients in trial, and the fictitious persons and entities that alone may log in there.
ALTER TABLE client_registration
  ADD COLUMN sandbox            boolean NOT NULL DEFAULT false,
  ADD COLUMN initiate_login_uri text,
  ADD COLUMN logged_in_uri      text;

CREATE TABLE sandbox_subject (
  id text PRIMARY KEY                       -- of an account or of a legal entity
);
