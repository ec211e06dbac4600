package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Makes JWS by hand, so that a test can write what no signer would. */
final class Forge {
  static final TestPki PKI = TestPki.create();
  static final Signer OFFICE = PKI.documentSigner("jose-office");
  static final Signer SEALER = PKI.sealSigner("jose-sealer");
  static final Signer STRANGER = TestPki.seeded("stranger").documentSigner("jose-stranger");
  static final Signer P384 = signer(SignatureAlgorithm.ECDSA_P384_SHA384);
  static final Signer P521 = signer(SignatureAlgorithm.ECDSA_P521_SHA512);
  static final Signer RSA = signer(SignatureAlgorithm.RSA_PKCS1_SHA256);
  static final Signer PSS = signer(SignatureAlgorithm.RSA_PSS_SHA384);
  static final Signer EDDSA = signer(SignatureAlgorithm.ED25519);
  static final Signer TIMESTAMPER = PKI.timestamper("jose-tsa");
  static final Bytes TEXT = Bytes.utf8("许可证编号 51000000000001");

  private Forge() {}

  private static Signer signer(SignatureAlgorithm algorithm) {
    TestPki.Spec spec =
        PKI.spec("CN=jose-" + algorithm + ",O=样例单位,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END);
    return PKI.issue(spec.with(algorithm), PKI.documentRoot());
  }

  /** The header that a careful signer writes. */
  static Map<String, Object> header(String alg, Signer signer) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", alg);
    header.put("x5c", x5c(signer));
    return header;
  }

  static Map<String, Object> with(Map<String, Object> header, String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(header);
    more.put(name, value);
    return more;
  }

  static List<String> x5c(Signer signer) {
    return signer.chain().stream()
        .map(c -> Base64.getEncoder().encodeToString(c.der().toArray()))
        .toList();
  }

  static String thumbprint(Certificate certificate) {
    return Base64Url.encode(Digests.sha256(certificate.der()));
  }

  static String text(Map<String, ?> members) {
    // In the order of the names, since Map.of has another order in each run.
    return CanonicalJson.write(new TreeMap<>(members));
  }

  static String base64(String text) {
    return Base64Url.encode(Bytes.utf8(text));
  }

  /** Any header text over any payload text, signed as they stand. */
  static String sign(String headerText, String written, Signer signer) {
    String signed = base64(headerText);
    return signed + "." + written + "." + value(signed, written, signer);
  }

  static String sign(Map<String, ?> header, Bytes payload, Signer signer) {
    return sign(text(header), Base64Url.encode(payload), signer);
  }

  /** r ‖ s over the two texts. */
  static String value(String signed, String written, Signer signer) {
    Bytes der = signer.sign(Bytes.utf8(signed + "." + written));
    int width = JoseAlgorithm.of(signer.algorithm()).map(JoseAlgorithm::width).orElseThrow();
    return Base64Url.encode(width == 0 ? der : EcSignature.parseDer(der).orElseThrow().raw(width));
  }

  /** The same with part {@code index} rewritten. */
  static String part(String compact, int index, UnaryOperator<String> change) {
    List<String> parts = new ArrayList<>(Arrays.asList(compact.split("\\.", -1)));
    parts.set(index, change.apply(parts.get(index)));
    return String.join(".", parts);
  }

  /** The same text with the character at {@code index} replaced by another of the alphabet. */
  static String flip(String text, int index) {
    char other = text.charAt(index) == 'A' ? 'B' : 'A';
    return text.substring(0, index) + other + text.substring(index + 1);
  }

  /** A flattened JWS in the member order and with the members given. */
  static String flattened(Map<String, ?> protectedHeader, Map<String, ?> open, Signer signer) {
    String signed = protectedHeader.isEmpty() ? "" : base64(text(protectedHeader));
    String written = Base64Url.encode(TEXT);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("payload", written);
    if (!signed.isEmpty()) {
      members.put("protected", signed);
    }
    if (!open.isEmpty()) {
      members.put("header", new TreeMap<>(open));
    }
    members.put("signature", value(signed, written, signer));
    return CanonicalJson.write(members);
  }
}
