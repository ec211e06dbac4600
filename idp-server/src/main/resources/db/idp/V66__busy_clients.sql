-- Every token wrote a share lock into its client's row, and the tokens of one busy client queued up there.
-- Grants and visits of a client that is gone open nothing (no client, no grant), so no lock has to keep the
-- client while they are made; they are taken away with it all the same.
ALTER TABLE oauth2_grant DROP CONSTRAINT oauth2_grant_client_id_fkey;
ALTER TABLE rp_session DROP CONSTRAINT rp_session_client_id_fkey;

CREATE FUNCTION client_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM oauth2_grant WHERE client_id = OLD.id;
  DELETE FROM rp_session WHERE client_id = OLD.id;
  RETURN OLD;
END $$;
CREATE TRIGGER client_gone AFTER DELETE ON client FOR EACH ROW EXECUTE FUNCTION client_gone();
