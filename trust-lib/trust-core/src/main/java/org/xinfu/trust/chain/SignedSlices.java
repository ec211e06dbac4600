package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/**
 * The three parts that certificates and CRLs share: what is signed, by which algorithm, and the
 * value (RFC 5280 §4.1.1, §5.1.1), cut out of the received octets.
 */
record SignedSlices(Der signed, Bytes outerAlgorithm, Bytes innerAlgorithm, Bytes value) {
  static Optional<SignedSlices> ofCertificate(Bytes der) {
    return cut(der, Der.CONTEXT_0);
  }

  static Optional<SignedSlices> ofCrl(Bytes der) {
    return cut(der, Der.INTEGER);
  }

  /** In the signed part the algorithm follows the version, and the serial of a certificate. */
  private static Optional<SignedSlices> cut(Bytes der, int versionTag) {
    try {
      List<Der> parts = Der.outer(der).expect(Der.SEQUENCE, "whole").children();
      if (parts.size() != 3) {
        return Optional.empty();
      }
      List<Der> signed = parts.get(0).expect(Der.SEQUENCE, "signed part").children();
      int index = signed.get(0).tag() == versionTag ? 1 : 0;
      if (versionTag == Der.CONTEXT_0) {
        index++;
      }
      Bytes bits = parts.get(2).expect(Der.BIT_STRING, "signature").content();
      if (bits.length() < 2 || bits.at(0) != 0) {
        return Optional.empty();
      }
      Bytes outer = parts.get(1).encoded();
      Bytes inner = signed.get(index).encoded();
      boolean readable =
          Decoding.of(() -> algorithm(outer)).isPresent()
              && Decoding.of(() -> algorithm(inner)).isPresent();
      return readable
          ? Optional.of(new SignedSlices(parts.get(0), outer, inner, bits.slice(1, bits.length())))
          : Optional.empty();
    } catch (MalformedDer | IndexOutOfBoundsException malformed) {
      return Optional.empty();
    }
  }

  /**
   * RFC 5280 §4.1.1.2: both algorithm fields are the same. That one has NULL parameters and the
   * other none makes no difference to what was signed.
   */
  boolean sameAlgorithm() {
    return outerAlgorithm.equals(innerAlgorithm)
        || withoutNull(outerAlgorithm).equals(withoutNull(innerAlgorithm));
  }

  /** Whether both fields are equal, with NULL for PKCS#1 and nothing for curves (RFC 5758 §3). */
  boolean algorithmAsWritten() {
    ASN1Encodable parameters = algorithm(outerAlgorithm).getParameters();
    boolean usual =
        scheme()
            .map(
                scheme ->
                    switch (scheme.kind()) {
                      case RSA_PSS -> true;
                      case RSA_PKCS1 -> DERNull.INSTANCE.equals(parameters);
                      default -> parameters == null;
                    })
            .orElse(false);
    return usual && outerAlgorithm.equals(innerAlgorithm);
  }

  private static AlgorithmIdentifier algorithm(Bytes der) {
    return AlgorithmIdentifier.getInstance(der.toArray());
  }

  private static AlgorithmIdentifier withoutNull(Bytes der) {
    AlgorithmIdentifier id = algorithm(der);
    return DERNull.INSTANCE.equals(id.getParameters())
        ? new AlgorithmIdentifier(id.getAlgorithm())
        : id;
  }

  /** What the algorithm identifier names; empty when it is none of ours. */
  Optional<SignatureScheme> scheme() {
    return SignatureIdentifiers.parse(algorithm(outerAlgorithm));
  }

  /** The issuer's key with the suite in use; empty when they do not fit. */
  Optional<VerificationKey> key(Certificate issuer) {
    return scheme().flatMap(issuer::publicKey);
  }

  /** Whether {@code issuer}'s key made the value. */
  boolean signedBy(Certificate issuer) {
    return key(issuer).map(this::signedBy).orElse(false);
  }

  /** Whether {@code issuer}'s key made the value as no standard has it: SM2 without a user id. */
  boolean namelesslySignedBy(Certificate issuer) {
    return key(issuer).filter(key -> key.verifiesNameless(signed.encoded(), value)).isPresent();
  }

  /** Long lists are not copied for it. */
  private boolean signedBy(VerificationKey key) {
    if (!key.streams()) {
      return key.verify(signed.encoded(), value);
    }
    try (InputStream octets = signed.stream()) {
      return key.verify(octets, value);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
