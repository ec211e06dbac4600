package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/**
 * Whose key made a signature value. Only a certificate can say who signed; a bare KeyValue proves
 * the octets intact and nobody's.
 */
final class SignatureKey {
  private static final String ID = "signature-value";
  private static final String CLAUSE = "XML-DSig 3.2.2";

  private final Bytes signedOctets;
  private final Bytes value;
  private final SignatureScheme scheme;
  private final KeyMaterial material;
  private final TrustPolicy policy;

  SignatureKey(
      Bytes signedOctets,
      Bytes value,
      SignatureScheme scheme,
      KeyMaterial material,
      TrustPolicy policy) {
    this.signedOctets = signedOctets;
    this.value = value;
    this.scheme = scheme;
    this.material = material;
    this.policy = policy;
  }

  /**
   * What was found.
   *
   * @param certificate empty when only a bare key verifies, or none
   * @param holds whether some key made the value
   */
  record Found(Optional<Certificate> certificate, Optional<VerificationKey> key, boolean holds) {
    static Found nothing() {
      return new Found(Optional.empty(), Optional.empty(), false);
    }
  }

  /**
   * Whose key it is.
   *
   * @param named whether the signer says that it means this certificate; of several with one key
   *     that one counts
   */
  Found judge(Predicate<Certificate> named, Report.Builder checks) {
    List<Certificate> candidates = new ArrayList<>(material.leavesFirst());
    boolean inside = !candidates.isEmpty();
    if (!inside) {
      // The signer's certificate may be known to both sides and left out (XML-DSig §4.5).
      candidates.addAll(policy.signers());
    }
    candidates.sort(Comparator.comparing(candidate -> !named.test(candidate)));
    for (Certificate candidate : candidates) {
      Optional<VerificationKey> key = candidate.publicKey(scheme).filter(this::verifies);
      if (key.isPresent()) {
        return verified(candidate, key.get(), checks);
      }
    }
    if (inside) {
      refuse(candidates, checks);
      return Found.nothing();
    }
    return byBareKey(checks);
  }

  private boolean verifies(VerificationKey key) {
    return XmlSuite.toKey(scheme, value).filter(v -> key.verify(signedOctets, v)).isPresent();
  }

  private Found verified(Certificate own, VerificationKey key, Report.Builder checks) {
    checks.pass(ID, CLAUSE, own.toString());
    if (XmlSuite.elliptic(scheme) && XmlSuite.looksDer(value)) {
      String detail = "the value is DER, not r and s";
      if (policy.strict()) {
        checks.fail("value-encoding", "RFC 9231 2.3.6", Reason.ENCODING_NOT_STANDARD, detail);
      } else {
        checks.warn("value-encoding", "RFC 9231 2.3.6", Reason.ENCODING_NOT_STANDARD, detail);
      }
    }
    return new Found(Optional.of(own), Optional.of(key), true);
  }

  private void refuse(List<Certificate> candidates, Report.Builder checks) {
    boolean byOther = material.keys().stream().anyMatch(this::verifiesBare);
    boolean unknownKey = candidates.stream().anyMatch(c -> c.keyKind().isEmpty());
    boolean fits = candidates.stream().anyMatch(c -> c.publicKey(scheme).isPresent());
    if (byOther) {
      checks.fail(
          ID, CLAUSE, Reason.KEY_INFO_MISMATCH, "only KeyValue verifies, not the certificate");
    } else if (material.unread() > 0) {
      checks.unknown(ID, CLAUSE, Reason.MALFORMED, "a certificate cannot be read");
    } else if (unknownKey) {
      checks.unknown(ID, CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, "a key of no accepted kind");
    } else if (!fits) {
      checks.fail(
          ID,
          CLAUSE,
          Reason.ALGORITHM_MISMATCH,
          "the certificate's key is not for " + scheme.kind());
    } else {
      checks.fail(
          ID, CLAUSE, Reason.SIGNATURE_VALUE_WRONG, "the value is not this key's over SignedInfo");
    }
  }

  private boolean verifiesBare(Bytes key) {
    return VerificationKey.received(key, scheme).filter(this::verifies).isPresent();
  }

  private Found byBareKey(Report.Builder checks) {
    List<VerificationKey> keys =
        material.keys().stream()
            .flatMap(k -> VerificationKey.received(k, scheme).stream())
            .toList();
    Optional<VerificationKey> own = keys.stream().filter(this::verifies).findFirst();
    if (own.isPresent()) {
      checks.pass(ID, CLAUSE, "by a bare key");
      checks.unknown(
          "signer", "XML-DSig 4.5", Reason.NO_TRUST_ANCHOR, "no certificate says whose key it is");
      return new Found(Optional.empty(), own, true);
    }
    if (keys.isEmpty()) {
      checks.unknown(ID, CLAUSE, Reason.NO_TRUST_ANCHOR, "no certificate and no key to judge by");
    } else {
      checks.fail(ID, CLAUSE, Reason.SIGNATURE_VALUE_WRONG, "the value is not KeyValue's");
    }
    return Found.nothing();
  }
}
