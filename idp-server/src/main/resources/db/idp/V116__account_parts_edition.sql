-- V114: what lies beside the account. Apart from it, since each waits for whoever writes into its table, and those wait for
-- the account. Whoever changes a part has locked the account before, or does it here.
CREATE FUNCTION account_part_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE account SET edition = edition WHERE id = OLD.account_id;
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.account_id <> OLD.account_id) THEN
    UPDATE account SET edition = edition WHERE id = NEW.account_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER proof_edited AFTER INSERT OR UPDATE OR DELETE ON proof
  FOR EACH ROW EXECUTE FUNCTION account_part_edited();
CREATE TRIGGER staff_post_edited AFTER INSERT OR UPDATE OR DELETE ON staff_post
  FOR EACH ROW EXECUTE FUNCTION account_part_edited();
-- That there are any, not when they were last used, which each login by them writes.
CREATE TRIGGER authenticator_edited AFTER INSERT OR DELETE OR UPDATE OF account_id, kind ON authenticator
  FOR EACH ROW EXECUTE FUNCTION account_part_edited();

CREATE FUNCTION sandbox_subject_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account SET edition = edition WHERE id IN (OLD.id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER sandbox_subject_edited AFTER INSERT OR UPDATE OR DELETE ON sandbox_subject
  FOR EACH ROW EXECUTE FUNCTION sandbox_subject_edited();
