package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.DigestStream;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * The digests that a CMS signer may name for its content. SM3 is taken plain over the content; Z
 * enters only the signature over the attributes (GM/T 0009 §8). SHA-1 and SHA-224 are computed so
 * that a report can say that the content is intact; no signature counts by them.
 */
public enum ContentDigest {
  SM3(Hash.SM3),
  SHA256(Hash.SHA256),
  SHA384(Hash.SHA384),
  SHA512(Hash.SHA512),
  SHA224(Hash.SHA224),
  SHA1(Hash.SHA1);

  private final Hash hash;

  ContentDigest(Hash hash) {
    this.hash = hash;
  }

  /** The digest that belongs to a whole suite. */
  public static ContentDigest of(SignatureAlgorithm suite) {
    return of(suite.hash());
  }

  /** The digest by this function. */
  public static ContentDigest of(Hash hash) {
    return Arrays.stream(values()).filter(d -> d.hash == hash).findFirst().orElseThrow();
  }

  /**
   * The digest with this object identifier; empty when it is none of these. SM3 is also named by
   * its use, without and with a key (GM/T 0006), and means the same.
   */
  public static Optional<ContentDigest> ofOid(ASN1ObjectIdentifier oid) {
    return oid.on(SM3.oid()) ? byUse(oid) : Hash.ofOid(oid).map(ContentDigest::of);
  }

  private static Optional<ContentDigest> byUse(ASN1ObjectIdentifier oid) {
    boolean known = oid.equals(SM3.oid().branch("1")) || oid.equals(SM3.oid().branch("2"));
    return known ? Optional.of(SM3) : Optional.empty();
  }

  /** The function. */
  public Hash hash() {
    return hash;
  }

  ASN1ObjectIdentifier oid() {
    return hash.oid();
  }

  /** The digest of a stream, read once to its end; the stream is not closed. */
  public Bytes of(InputStream content) throws IOException {
    return all(List.of(this), content).values().iterator().next();
  }

  /** Several digests of a stream that is read once to its end and not closed. */
  static Map<ContentDigest, Bytes> all(List<ContentDigest> wanted, InputStream content)
      throws IOException {
    Map<ContentDigest, DigestStream> running = new EnumMap<>(ContentDigest.class);
    wanted.forEach(d -> running.put(d, d.running()));
    byte[] buffer = new byte[64 * 1024];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      for (DigestStream digest : running.values()) {
        digest.write(buffer, 0, n);
      }
    }
    Map<ContentDigest, Bytes> digests = new EnumMap<>(ContentDigest.class);
    running.forEach((d, stream) -> digests.put(d, stream.digest()));
    return digests;
  }

  private DigestStream running() {
    return this == SM3 ? DigestStream.sm3() : DigestStream.of(jdk());
  }

  /** The digest of octets in memory. */
  public Bytes of(Bytes content) {
    return hash.of(content);
  }

  private MessageDigest jdk() {
    try {
      return MessageDigest.getInstance(hash.jdkName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + hash.jdkName(), e);
    }
  }
}
