-- client_name#en (RFC 7591 §2.2): what English pages call the service; null: by its one name.
ALTER TABLE client ADD COLUMN name_en text;
