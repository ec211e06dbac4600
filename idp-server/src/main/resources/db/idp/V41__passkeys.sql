-- Public key credentials (Web Authentication Level 3 §4), each beside its row of authenticator.
ALTER TABLE authenticator DROP CONSTRAINT authenticator_kind_check;
ALTER TABLE authenticator ADD CONSTRAINT authenticator_kind_check
  CHECK (kind IN ('TOTP', 'CODE', 'CERTIFICATE', 'PASSKEY'));

CREATE TABLE passkey (
  authenticator_id text    PRIMARY KEY REFERENCES authenticator (id) ON DELETE CASCADE,
  credential_id    bytea   NOT NULL UNIQUE,
  attested         bytea   NOT NULL,               -- AAGUID, credential id, COSE key (§6.5.1)
  sign_count       bigint  NOT NULL,               -- §6.1.1; 0: the device keeps none
  backup_eligible  boolean NOT NULL,
  backed_up        boolean NOT NULL,
  hardware         boolean NOT NULL,               -- its maker's attestation proves a bound key
  transports       text    NOT NULL
);

-- Challenges that were answered: one answer each, whichever replica gets it.
CREATE TABLE webauthn_challenge (
  challenge_hash text        PRIMARY KEY,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX webauthn_challenge_expires_at ON webauthn_challenge (expires_at);
