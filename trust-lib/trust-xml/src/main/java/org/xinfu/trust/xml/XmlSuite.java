package org.xinfu.trust.xml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * Signature algorithms by their XML names (RFC 9231 §2.3). W3C has no name for SM2: we write {@code
 * urn:oid:1.2.156.10197.1.501} and read the spellings that are listed here besides. Names that are
 * not listed, HMAC and DSA among them, are never computed: a signature under them is INDETERMINATE.
 */
final class XmlSuite {
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String MORE7 = "http://www.w3.org/2007/05/xmldsig-more#";
  private static final String PSS = MORE7 + "rsa-pss";
  private static final String ECDSA = "ECDSA";

  /** What the name says; the curve of ECDSA and the key behind it are the certificate's. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("urn:oid:1.2.156.10197.1.501", "SM2_SM3"),
          Map.entry(MORE + "sm2-sm3", "SM2_SM3"),
          Map.entry(MORE + "sm2", "SM2_SM3"),
          Map.entry(MORE7 + "sm2-sm3", "SM2_SM3"),
          Map.entry("http://www.w3.org/2009/xmldsig11#sm2", "SM2_SM3"),
          Map.entry("http://www.w3.org/2009/xmldsig11#sm2-sm3", "SM2_SM3"),
          Map.entry(MORE + "rsa-sha256", "RSA_PKCS1_SHA256"),
          Map.entry(MORE + "rsa-sha384", "RSA_PKCS1_SHA384"),
          Map.entry(MORE + "rsa-sha512", "RSA_PKCS1_SHA512"),
          Map.entry(Dom.DS + "rsa-sha1", "RSA_PKCS1_SHA1"),
          Map.entry(MORE7 + "sha256-rsa-MGF1", "RSA_PSS_SHA256"),
          Map.entry(MORE7 + "sha384-rsa-MGF1", "RSA_PSS_SHA384"),
          Map.entry(MORE7 + "sha512-rsa-MGF1", "RSA_PSS_SHA512"),
          Map.entry(MORE + "ecdsa-sha1", ECDSA + "_SHA1"),
          Map.entry(MORE + "ecdsa-sha256", ECDSA + "_SHA256"),
          Map.entry(MORE + "ecdsa-sha384", ECDSA + "_SHA384"),
          Map.entry(MORE + "ecdsa-sha512", ECDSA + "_SHA512"),
          Map.entry("http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519", "ED25519"));

  private XmlSuite() {}

  /**
   * The suites that a SignatureMethod may mean: one, or for ECDSA one per curve; none when it is
   * not known.
   */
  static List<SignatureAlgorithm> of(Element method) {
    String uri = Dom.attribute(method, "Algorithm");
    String name = PSS.equals(uri) ? pss(method) : NAMES.getOrDefault(uri, "");
    if (!name.startsWith(ECDSA)) {
      return named(name).stream().toList();
    }
    String digest = name.substring(ECDSA.length());
    return Arrays.stream(SignatureAlgorithm.values())
        .filter(a -> a.name().startsWith(ECDSA) && a.name().endsWith(digest))
        .toList();
  }

  /** RSAPSSParams of RFC 9231 §2.3.9: only the sets that are whole suites. */
  private static String pss(Element method) {
    Optional<Element> params = Dom.child(method, MORE7, "RSAPSSParams");
    String digest =
        params
            .flatMap(p -> Dom.child(p, Dom.DS, "DigestMethod"))
            .flatMap(d -> XmlDigest.of(Dom.attribute(d, "Algorithm")))
            .map(Enum::name)
            .orElse("SHA256");
    boolean plain =
        params.stream()
            .flatMap(p -> Dom.children(p).stream())
            .allMatch(c -> Dom.isDs(c, "DigestMethod"));
    return plain ? "RSA_PSS_" + digest : "";
  }

  private static Optional<SignatureAlgorithm> named(String name) {
    return Arrays.stream(SignatureAlgorithm.values())
        .filter(a -> a.name().equals(name))
        .findFirst();
  }

  /** The name that we write. */
  static String uri(SignatureAlgorithm algorithm) {
    String name = algorithm.name();
    if (algorithm == SignatureAlgorithm.SM2_SM3) {
      return "urn:oid:1.2.156.10197.1.501";
    }
    if (name.startsWith(ECDSA)) {
      return MORE
          + "ecdsa-"
          + name.substring(name.lastIndexOf('_') + 1).toLowerCase(java.util.Locale.ROOT);
    }
    return NAMES.entrySet().stream()
        .filter(e -> e.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no XML name"));
  }

  static boolean elliptic(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm.SM2_SM3 || algorithm.name().startsWith(ECDSA);
  }

  /**
   * The value as our keys take it: XML carries r ‖ s (RFC 9231 §2.3.6, RFC 4050 §3.3), keys take
   * DER. Some producers write DER into XML: that is kept as it is.
   */
  static Optional<Bytes> toKey(SignatureAlgorithm algorithm, Bytes value) {
    if (!elliptic(algorithm) || looksDer(value)) {
      return Optional.of(value);
    }
    return value.length() % 2 == 0 && value.length() <= 140
        ? EcSignature.parseRaw(value, value.length() / 2).map(EcSignature::der)
        : Optional.empty();
  }

  /** Whether the value is DER where r ‖ s should be. */
  static boolean looksDer(Bytes value) {
    return EcSignature.parseDer(value).isPresent();
  }

  /** r ‖ s of the curve's width from a key's DER; other suites as they are. */
  static Bytes toXml(SignatureAlgorithm algorithm, Bytes value) {
    if (!elliptic(algorithm)) {
      return value;
    }
    int width =
        algorithm.name().contains("P384") ? 48 : algorithm.name().contains("P521") ? 66 : 32;
    return EcSignature.parseDer(value).orElseThrow().raw(width);
  }
}
