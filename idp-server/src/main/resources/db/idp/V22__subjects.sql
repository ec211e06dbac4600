-- Pairwise subjects (OpenID Connect Core §8.1): services of one sector see one identifier of a person, others another.
ALTER TABLE client_registration ADD COLUMN subject_type text NOT NULL DEFAULT 'public'
  CHECK (subject_type IN ('public', 'pairwise'));
ALTER TABLE client_registration ADD COLUMN sector text;   -- a host
ALTER TABLE client_registration ADD COLUMN sector_identifier_uri text;
ALTER TABLE client_registration ADD CHECK (subject_type = 'public' OR sector IS NOT NULL);
