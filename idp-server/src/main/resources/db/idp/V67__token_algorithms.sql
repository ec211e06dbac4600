-- Tokens under SM2-SM3 (decision 0010) beside ES256: keys of both rotate each by itself, and each client says what it reads.
ALTER TABLE signing_key ADD COLUMN algorithm text NOT NULL DEFAULT 'ES256' CHECK (algorithm IN ('ES256', 'SM2-SM3'));
ALTER TABLE signing_key DROP CONSTRAINT signing_key_pkey;
ALTER TABLE signing_key ADD PRIMARY KEY (algorithm, number);
ALTER TABLE client ADD COLUMN id_token_alg text NOT NULL DEFAULT 'ES256' CHECK (id_token_alg IN ('ES256', 'SM2-SM3'));
ALTER TABLE client ADD COLUMN access_token_alg text NOT NULL DEFAULT 'ES256' CHECK (access_token_alg IN ('ES256', 'SM2-SM3'));
ALTER TABLE client ADD COLUMN userinfo_alg text CHECK (userinfo_alg IN ('ES256', 'SM2-SM3'));  -- null: plain JSON
