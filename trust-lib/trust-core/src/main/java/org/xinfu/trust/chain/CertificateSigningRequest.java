package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * A PKCS#10 request (RFC 2986) whose self-signature held: its maker has the private key.
 *
 * @param der as received
 * @param subject as RFC 4514 text
 * @param key with the suite of the signature
 */
public record CertificateSigningRequest(Bytes der, String subject, VerificationKey key) {
  /** A request of {@code signer} for this subject. */
  public static CertificateSigningRequest make(String subject, Signer signer) {
    PKCS10CertificationRequestBuilder builder =
        new PKCS10CertificationRequestBuilder(
            CertificateMaker.name(subject),
            SubjectPublicKeyInfo.getInstance(signer.publicKey().encoded().toArray()));
    try {
      Bytes der = Bytes.of(builder.build(new SignerContent(signer)).getEncoded());
      return parse(der).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a request and verifies its signature over the received octets; empty when it is malformed
   * or the signature does not hold.
   */
  public static Optional<CertificateSigningRequest> parse(Bytes der) {
    return Decoding.maybe(
        () -> {
          Der whole = Der.read(der).expect(Der.SEQUENCE, "CertificationRequest");
          PKCS10CertificationRequest request = new PKCS10CertificationRequest(der.toArray());
          // Not Bouncy Castle's view of it: a re-encoding would forgive what it did not look at.
          Bytes signed = whole.children().get(0).encoded();
          Bytes info = Bytes.of(request.getSubjectPublicKeyInfo().getEncoded());
          String subject = RFC4519Style.INSTANCE.toString(request.getSubject());
          return SignatureIdentifiers.parse(request.getSignatureAlgorithm())
              .flatMap(scheme -> VerificationKey.received(info, scheme))
              // Nobody certifies a key whose signatures count for nothing.
              .filter(key -> SignatureAlgorithm.current().contains(key.algorithm()))
              .filter(key -> VerificationKey.parse(info, key.algorithm()).isPresent())
              .filter(key -> key.verify(signed, Bytes.of(request.getSignature())))
              .map(key -> new CertificateSigningRequest(der, subject, key));
        });
  }
}
