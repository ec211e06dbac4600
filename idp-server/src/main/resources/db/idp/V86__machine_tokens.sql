-- Tokens that machines get for themselves rest nowhere until they are called back. Each names the generation of its
-- client's tokens; what ended the grants of a client begins another generation, whose name was never used before.
ALTER TABLE client ADD COLUMN generation text NOT NULL DEFAULT left(gen_random_uuid()::text, 8);
