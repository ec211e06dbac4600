package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.Tolerance;

/**
 * The old encoding adbe.x509.rsa_sha1, ISO 32000-1 §12.8.3.2: a bare PKCS #1 value and certificates
 * in /Cert. It is computed, so that its integrity can be told, and never accepted: nothing binds
 * the certificate, and the digest is broken.
 */
final class LegacyRsa {
  private static final List<String> DIGESTS = List.of("SHA1", "SHA256", "SHA384", "SHA512", "MD5");

  private LegacyRsa() {}

  /** The first certificate of /Cert; some write the whole chain into one string. */
  static Optional<Certificate> certificate(PdfView view, PdfValue.Dict dictionary) {
    PdfValue value = view.resolve(dictionary.get("Cert"));
    PdfValue first =
        value instanceof PdfValue.Array array && !array.items().isEmpty()
            ? view.resolve(array.items().get(0))
            : value;
    return first instanceof PdfValue.Text text
        ? SignedRange.element(text.value()).flatMap(Certificate::parse)
        : Optional.empty();
  }

  /** Whether the OCTET STRING holds this certificate's signature over the range. */
  static boolean holds(DocumentSource source, SignedRange signed, Certificate certificate) {
    Optional<Bytes> value = octets(signed.value());
    if (value.isEmpty()) {
      return false;
    }
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA")
              .generatePublic(
                  new X509EncodedKeySpec(
                      certificate.holder().getSubjectPublicKeyInfo().getEncoded()));
      for (String digest : DIGESTS) {
        Signature signature = Signature.getInstance(digest + "withRSA");
        signature.initVerify(key);
        feed(source, signed.range(), signature);
        if (signature.verify(value.get().toArray())) {
          return true;
        }
      }
      return false;
    } catch (GeneralSecurityException | IOException otherKey) {
      return false;
    }
  }

  private static void feed(DocumentSource source, ByteRange range, Signature signature)
      throws IOException, GeneralSecurityException {
    try (InputStream in = RangeDigest.covered(source, range)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        signature.update(buffer, 0, n);
      }
    }
  }

  /** The content of an OCTET STRING in one piece. */
  private static Optional<Bytes> octets(Bytes element) {
    Der string = Der.first(element, Tolerance.ofOutline());
    return string.tag() == Der.OCTET_STRING ? Optional.of(string.content()) : Optional.empty();
  }
}
