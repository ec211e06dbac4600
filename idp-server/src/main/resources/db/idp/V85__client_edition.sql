-- What is registered of a client lies in five tables, and each request of the client asked all of them. A change
-- in any gives the client's row another edition: who has read an edition asks one row whether it still stands.
CREATE SEQUENCE client_edition;
ALTER TABLE client ADD COLUMN edition bigint NOT NULL DEFAULT nextval('client_edition');

CREATE FUNCTION client_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.edition := nextval('client_edition');
  RETURN NEW;
END $$;
CREATE TRIGGER client_edited BEFORE UPDATE ON client FOR EACH ROW EXECUTE FUNCTION client_edited();

CREATE FUNCTION client_part_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE client SET edition = edition WHERE id = OLD.client_id;
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.client_id <> OLD.client_id) THEN
    UPDATE client SET edition = edition WHERE id = NEW.client_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER client_registration_edited AFTER INSERT OR UPDATE OR DELETE ON client_registration
  FOR EACH ROW EXECUTE FUNCTION client_part_edited();
CREATE TRIGGER client_request_policy_edited AFTER INSERT OR UPDATE OR DELETE ON client_request_policy
  FOR EACH ROW EXECUTE FUNCTION client_part_edited();
CREATE TRIGGER client_use_edited AFTER INSERT OR UPDATE OR DELETE ON client_use
  FOR EACH ROW EXECUTE FUNCTION client_part_edited();
-- That there are any, not which: they are fetched again and again.
CREATE TRIGGER client_remote_keys_edited AFTER INSERT OR DELETE ON client_remote_keys
  FOR EACH ROW EXECUTE FUNCTION client_part_edited();
