-- Client registration by administrators (metadata names of RFC 7591), and consent with an end.
ALTER TABLE client_registration ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE client_registration ADD COLUMN contacts text NOT NULL DEFAULT '';
ALTER TABLE client_registration ADD COLUMN purpose_zh text;       -- the intended use, as people read it
ALTER TABLE client_registration ADD COLUMN purpose_en text;
ALTER TABLE client_registration ADD COLUMN consent_days integer CHECK (consent_days BETWEEN 1 AND 1095);

ALTER TABLE consent ADD COLUMN expires_at timestamptz;
ALTER TABLE consent ADD COLUMN purpose text;                      -- what the person read when they agreed
CREATE INDEX consent_principal ON consent (principal);
CREATE INDEX consent_expires_at ON consent (expires_at);
