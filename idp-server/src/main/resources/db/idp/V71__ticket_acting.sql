-- For whom the person acts that a ticket stands for; both null for themselves.
ALTER TABLE app_ticket ADD COLUMN entity_id text, ADD COLUMN mandate_id text,
  ADD CHECK ((entity_id IS NULL) = (mandate_id IS NULL));
ALTER TABLE cas_ticket ADD COLUMN entity_id text, ADD COLUMN mandate_id text,
  ADD CHECK ((entity_id IS NULL) = (mandate_id IS NULL));
ALTER TABLE cas_granting_ticket ADD COLUMN entity_id text, ADD COLUMN mandate_id text,
  ADD CHECK ((entity_id IS NULL) = (mandate_id IS NULL));
