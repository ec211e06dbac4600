package org.xinfu.trust.xml;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Hash;

/**
 * Digest algorithms by their XML names (RFC 9231 §2.1). W3C has no name for SM3: we write {@code
 * urn:oid:1.2.156.10197.1.401} (RFC 9231 §1.1 lets any algorithm be named by a URI, RFC 3061 gives
 * object identifiers one) and read the spellings that are listed here besides.
 */
enum XmlDigest {
  SM3("", true),
  SHA256("SHA-256", true),
  SHA384("SHA-384", true),
  SHA512("SHA-512", true),
  SHA3_256("SHA3-256", true),
  SHA3_384("SHA3-384", true),
  SHA3_512("SHA3-512", true),
  SHA224("SHA-224", false),
  SHA1("SHA-1", false),
  MD5("MD5", false);

  private static final Map<String, XmlDigest> NAMES =
      Map.ofEntries(
          Map.entry("urn:oid:1.2.156.10197.1.401", SM3),
          Map.entry("http://www.w3.org/2001/04/xmlenc#sm3", SM3),
          Map.entry("http://www.w3.org/2001/04/xmldsig-more#sm3", SM3),
          Map.entry("http://www.w3.org/2007/05/xmldsig-more#sm3", SM3),
          Map.entry("http://www.w3.org/2009/xmldsig11#sm3", SM3),
          Map.entry("http://www.chinaport.gov.cn/2022/04/xmldsig#sm3", SM3),
          Map.entry("http://www.w3.org/2001/04/xmlenc#sha256", SHA256),
          Map.entry("http://www.w3.org/2001/04/xmldsig-more#sha384", SHA384),
          Map.entry("http://www.w3.org/2001/04/xmlenc#sha384", SHA384),
          Map.entry("http://www.w3.org/2001/04/xmlenc#sha512", SHA512),
          Map.entry("http://www.w3.org/2007/05/xmldsig-more#sha3-256", SHA3_256),
          Map.entry("http://www.w3.org/2007/05/xmldsig-more#sha3-384", SHA3_384),
          Map.entry("http://www.w3.org/2007/05/xmldsig-more#sha3-512", SHA3_512),
          Map.entry("http://www.w3.org/2001/04/xmldsig-more#sha224", SHA224),
          Map.entry("http://www.w3.org/2000/09/xmldsig#sha1", SHA1),
          Map.entry("http://www.w3.org/2001/04/xmldsig-more#md5", MD5));

  private final String jdk;
  private final boolean strong;

  XmlDigest(String jdk, boolean strong) {
    this.jdk = jdk;
    this.strong = strong;
  }

  static Optional<XmlDigest> of(String uri) {
    return Optional.ofNullable(NAMES.get(uri));
  }

  /** The name that we write. */
  String uri() {
    return switch (this) {
      case SM3 -> "urn:oid:1.2.156.10197.1.401";
      case SHA384 -> "http://www.w3.org/2001/04/xmldsig-more#sha384";
      default ->
          NAMES.entrySet().stream()
              .filter(e -> e.getValue() == this)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow();
    };
  }

  /** Whether it resists collisions; the others are computed and never accepted. */
  boolean strong() {
    return strong;
  }

  /** The function with a date on which it was given up; MD5 has none, for nothing counts by it. */
  Optional<Hash> legacy() {
    return switch (this) {
      case SHA1 -> Optional.of(Hash.SHA1);
      case SHA224 -> Optional.of(Hash.SHA224);
      default -> Optional.empty();
    };
  }

  Bytes of(Bytes octets) {
    if (this == SM3) {
      return Digests.sm3(octets);
    }
    try {
      return Bytes.of(MessageDigest.getInstance(jdk).digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdk, e);
    }
  }
}
