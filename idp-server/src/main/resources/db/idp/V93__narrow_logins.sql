-- What every login writes, with less to write beside it.

-- Rows of the audit book come in the order of their time and never go: a few pages are told from others by their first
-- and last time alone. Each act is in an index less, and whoever looks for days finds them without reading the book. The
-- book is read while the new index is made, and not written.
CREATE INDEX audit_by_time ON audit USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
DROP INDEX audit_at;
ALTER INDEX audit_by_time RENAME TO audit_at;

-- Whatever makes a device known holds its account as it does; a device of an account that is gone opens nothing. It is
-- taken away with it all the same.
ALTER TABLE known_device DROP CONSTRAINT known_device_account_id_fkey;

CREATE FUNCTION account_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM known_device WHERE account_id = OLD.id;
  RETURN OLD;
END $$;
CREATE TRIGGER account_gone AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_gone();
