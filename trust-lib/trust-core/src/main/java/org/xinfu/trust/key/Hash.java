package org.xinfu.trust.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;

/** The hash functions that signatures use; which of them still count is {@link Acceptance}'s. */
public enum Hash {
  /** GB/T 32905. */
  SM3("SM3", "1.2.156.10197.1.401", 32),
  SHA1("SHA-1", "1.3.14.3.2.26", 20),
  SHA224("SHA-224", "2.16.840.1.101.3.4.2.4", 28),
  SHA256("SHA-256", "2.16.840.1.101.3.4.2.1", 32),
  SHA384("SHA-384", "2.16.840.1.101.3.4.2.2", 48),
  SHA512("SHA-512", "2.16.840.1.101.3.4.2.3", 64);

  private final String jdkName;
  private final String oid;
  private final int length;

  Hash(String jdkName, String oid, int length) {
    this.jdkName = jdkName;
    this.oid = oid;
    this.length = length;
  }

  /** The function with this object identifier. */
  public static Optional<Hash> ofOid(ASN1ObjectIdentifier oid) {
    return Arrays.stream(values()).filter(h -> h.oid.equals(oid.getId())).findFirst();
  }

  /** Its object identifier. */
  public ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  /** Octets of a digest. */
  public int length() {
    return length;
  }

  /** Whether collisions are found or near, so that it counts in no new signature. */
  public boolean legacy() {
    return this == SHA1 || this == SHA224;
  }

  /** The digest of {@code message}. */
  public Bytes of(Bytes message) {
    return this == SM3 ? Digests.sm3(message) : Bytes.of(jdk().digest(message.toArray()));
  }

  /** The JDK's function; not for SM3, which it lacks. */
  MessageDigest jdk() {
    try {
      return MessageDigest.getInstance(jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no " + jdkName + " in this JDK", e);
    }
  }

  /** As the JDK's standard names have it, such as SHA-256. */
  public String jdkName() {
    return jdkName;
  }
}
