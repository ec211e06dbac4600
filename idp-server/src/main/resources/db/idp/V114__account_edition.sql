-- What is known of somebody lies in five tables, and the statement that spends a code compared all of it with what the
-- code was given on. A change in any gives the account's row another edition, as V85 does for clients: one row is
-- asked. Those that are there have edition 1: editions are compared of one account alone, and the table need not be written anew.
CREATE SEQUENCE account_edition START 2;
ALTER TABLE account ADD COLUMN edition bigint NOT NULL DEFAULT 1;
ALTER TABLE account ALTER COLUMN edition SET DEFAULT nextval('account_edition');

CREATE FUNCTION account_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.edition := nextval('account_edition');
  RETURN NEW;
END $$;
CREATE TRIGGER account_edited BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_edited();
