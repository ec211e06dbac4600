package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.key.VerificationKey;

/**
 * What a certificate to be made says.
 *
 * @param subject distinguished name as RFC 4514 text, e.g. {@code CN=seal,O=unit,C=CN}
 * @param key the subject's public key
 * @param serial positive, at most 20 octets (RFC 5280 §4.1.2.2)
 * @param notBefore whole seconds; fractions are cut
 * @param notAfter last second of validity
 * @param crl where the issuer publishes its CRL, http URL
 * @param test marks the certificate as worthless outside tests, {@link TestAnchors#TEST_OID}
 */
public record CertificateSpec(
    String subject,
    VerificationKey key,
    BigInteger serial,
    Instant notBefore,
    Instant notAfter,
    Purpose purpose,
    Optional<String> crl,
    boolean test) {
  public CertificateSpec {
    if (serial.signum() <= 0 || serial.bitLength() > 159) {
      throw new IllegalArgumentException("serial must be positive and fit 20 octets");
    }
    if (notAfter.isBefore(notBefore)) {
      throw new IllegalArgumentException("notAfter lies before notBefore");
    }
  }
}
