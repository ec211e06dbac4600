package org.xinfu.idp.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.SelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.TrustAnchorNotFoundException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a maker vouches that a new key cannot leave its device: a packed attestation (Web
 * Authentication §8.2) up to a root that the operator trusts for just that, and a credential that
 * is not eligible for backup. Nobody's word for themselves counts.
 */
final class HardwareProof {
  private final @Nullable WebAuthnManager strict;

  HardwareProof(Set<X509Certificate> roots, ObjectConverter converter) {
    this.strict = roots.isEmpty() ? null : strict(roots, converter);
  }

  boolean proves(RegistrationData data, RegistrationParameters parameters) {
    var made = data.getAttestationObject();
    if (strict == null || made == null || made.getAuthenticatorData().isFlagBE()) {
      return false;
    }
    try {
      strict.verify(data, parameters);
      return true;
    } catch (WebAuthnException notProven) {
      return false;
    }
  }

  private static WebAuthnManager strict(Set<X509Certificate> roots, ObjectConverter converter) {
    Set<TrustAnchor> anchors =
        roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
    TrustAnchorRepository repository =
        new TrustAnchorRepository() {
          @Override
          public Set<TrustAnchor> find(AAGUID model) {
            return anchors;
          }

          @Override
          public Set<TrustAnchor> find(byte[] attestationCertificateKeyIdentifier) {
            return anchors;
          }
        };
    SelfAttestationTrustworthinessVerifier nobody =
        statement -> {
          throw new TrustAnchorNotFoundException("a key that vouches for itself");
        };
    return new WebAuthnManager(
        List.of(new PackedAttestationStatementVerifier()),
        new DefaultCertPathTrustworthinessVerifier(repository),
        nobody,
        converter);
  }
}
