package org.xinfu.trust.xml;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.SignatureScheme.Kind;

/**
 * Signature algorithms by their XML names (RFC 9231 §2.3). W3C has no name for SM2: we write {@code
 * urn:oid:1.2.156.10197.1.501} and read the spellings that are listed here besides. Names that are
 * not listed, HMAC and DSA among them, are never computed: a signature under them is INDETERMINATE.
 */
final class XmlSuite {
  private static final String SM2_URI = "urn:oid:1.2.156.10197.1.501";
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String MORE7 = "http://www.w3.org/2007/05/xmldsig-more#";
  private static final String DSIG11 = "http://www.w3.org/2009/xmldsig11#";

  /** Messages of China's customs; programs for their keys write {@link Dom#DS} too. */
  private static final String CUSTOMS = "http://www.chinaport.gov.cn/2022/04/xmldsig#";

  private static final String ED25519 = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
  private static final String PSS = MORE7 + "rsa-pss";

  /** SM2 with SM3 as it is met; none of these is registered. */
  private static final List<String> SM2_NAMES =
      List.of(
          SM2_URI,
          MORE + "sm2-sm3",
          MORE + "sm2",
          MORE7 + "sm2-sm3",
          DSIG11 + "sm2",
          DSIG11 + "sm2-sm3",
          CUSTOMS + "sm2-sm3",
          Dom.DS + "sm2-sm3");

  private static final Map<String, Hash> HASHES =
      Map.of(
          "sha1", Hash.SHA1,
          "sha224", Hash.SHA224,
          "sha256", Hash.SHA256,
          "sha384", Hash.SHA384,
          "sha512", Hash.SHA512);

  private XmlSuite() {}

  /** What a SignatureMethod says; the key's kind completes it. Empty when it is not known. */
  static Optional<SignatureScheme> of(Element method) {
    String uri = Dom.attribute(method, "Algorithm");
    if (SM2_NAMES.contains(uri)) {
      return Optional.of(SignatureScheme.of(Kind.SM2, Hash.SM3));
    }
    if (uri.equals(ED25519)) {
      return Optional.of(SignatureAlgorithm.ED25519.scheme());
    }
    if (uri.equals(PSS)) {
      return pss(method);
    }
    if (uri.equals(Dom.DS + "rsa-sha1")) {
      return Optional.of(SignatureScheme.of(Kind.RSA_PKCS1, Hash.SHA1));
    }
    return HASHES.keySet().stream()
        .flatMap(h -> scheme(uri, h, HASHES.getOrDefault(h, Hash.SHA256)).stream())
        .findFirst();
  }

  private static Optional<SignatureScheme> scheme(String uri, String name, Hash hash) {
    if (uri.equals(MORE + "ecdsa-" + name)) {
      return Optional.of(SignatureScheme.of(Kind.ECDSA, hash));
    }
    if (uri.equals(MORE + "rsa-" + name)) {
      return Optional.of(SignatureScheme.of(Kind.RSA_PKCS1, hash));
    }
    return uri.equals(MORE7 + name + "-rsa-MGF1")
        ? Optional.of(SignatureScheme.of(Kind.RSA_PSS, hash))
        : Optional.empty();
  }

  /** RSAPSSParams of RFC 9231 §2.3.9, with the mask by the same hash. */
  private static Optional<SignatureScheme> pss(Element method) {
    Optional<Element> params = Dom.child(method, MORE7, "RSAPSSParams");
    Optional<Hash> hash =
        params.isEmpty() || Dom.child(params.get(), Dom.DS, "DigestMethod").isEmpty()
            ? Optional.of(Hash.SHA256)
            : digest(params.get());
    boolean otherMask =
        params
            .flatMap(p -> Dom.child(p, MORE7, "MaskGenerationFunction"))
            .filter(mask -> !digest(mask).equals(hash))
            .isPresent();
    boolean trailer =
        params
            .flatMap(p -> Dom.child(p, MORE7, "TrailerField"))
            .filter(t -> !Dom.text(t).strip().equals("1"))
            .isPresent();
    if (hash.isEmpty() || otherMask || trailer) {
      return Optional.empty();
    }
    String salt =
        params
            .flatMap(p -> Dom.child(p, MORE7, "SaltLength"))
            .map(e -> Dom.text(e).strip())
            .orElse("" + hash.get().length());
    return salt.matches("\\d{1,3}")
        ? Optional.of(new SignatureScheme(Kind.RSA_PSS, hash.get(), Integer.parseInt(salt)))
        : Optional.empty();
  }

  private static Optional<Hash> digest(Element parent) {
    return Dom.child(parent, Dom.DS, "DigestMethod")
        .flatMap(d -> XmlDigest.of(Dom.attribute(d, "Algorithm")))
        .map(d -> HASHES.get(d.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * The name that we write.
   *
   * @throws IllegalArgumentException for a legacy suite, which nobody should sign with
   */
  static String uri(SignatureAlgorithm algorithm) {
    if (algorithm.legacy()) {
      throw new IllegalArgumentException("nobody signs with " + algorithm);
    }
    String hash = algorithm.hash().name().toLowerCase(Locale.ROOT);
    return switch (algorithm.scheme().kind()) {
      case SM2 -> SM2_URI;
      case ECDSA -> MORE + "ecdsa-" + hash;
      case RSA_PKCS1 -> MORE + "rsa-" + hash;
      case RSA_PSS -> MORE7 + hash + "-rsa-MGF1";
      case EDDSA -> ED25519;
    };
  }

  static boolean elliptic(SignatureScheme scheme) {
    return scheme.kind() == Kind.SM2 || scheme.kind() == Kind.ECDSA;
  }

  /**
   * The value as our keys take it: XML carries r ‖ s (RFC 9231 §2.3.6, RFC 4050 §3.3), keys take
   * DER. Some producers write DER into XML: that is kept as it is.
   */
  static Optional<Bytes> toKey(SignatureScheme scheme, Bytes value) {
    if (!elliptic(scheme) || looksDer(value)) {
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
    if (!elliptic(algorithm.scheme())) {
      return value;
    }
    int width = algorithm.key() == KeyKind.P521 ? 66 : algorithm.key() == KeyKind.P384 ? 48 : 32;
    return EcSignature.parseDer(value).orElseThrow().raw(width);
  }
}
