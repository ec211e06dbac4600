-- What the OpenID conformance plans want of every provider: RS256 (Core §15.1) for ID tokens and UserInfo, and code
-- requests without a challenge from clients that prove themselves and are registered for it (RFC 9700 §2.1.1).
ALTER TABLE signing_key DROP CONSTRAINT signing_key_algorithm_check;
ALTER TABLE signing_key ADD CONSTRAINT signing_key_algorithm_check CHECK (algorithm IN ('ES256', 'RS256', 'SM2-SM3'));
ALTER TABLE client DROP CONSTRAINT client_id_token_alg_check;
ALTER TABLE client ADD CONSTRAINT client_id_token_alg_check CHECK (id_token_alg IN ('ES256', 'RS256', 'SM2-SM3'));
ALTER TABLE client DROP CONSTRAINT client_userinfo_alg_check;
ALTER TABLE client ADD CONSTRAINT client_userinfo_alg_check CHECK (userinfo_alg IN ('ES256', 'RS256', 'SM2-SM3'));
ALTER TABLE client ADD COLUMN require_pkce boolean NOT NULL DEFAULT true;
ALTER TABLE client ADD CHECK (require_pkce OR auth_methods <> 'none');
