package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * The digests that a CMS signer may name for its content. SM3 is taken plain over the content; Z
 * enters only the signature over the attributes (GM/T 0009 §8).
 */
public enum ContentDigest {
  SM3("SM3", GMObjectIdentifiers.sm3),
  SHA256("SHA-256", NISTObjectIdentifiers.id_sha256),
  SHA384("SHA-384", NISTObjectIdentifiers.id_sha384),
  SHA512("SHA-512", NISTObjectIdentifiers.id_sha512);

  private final String jdkName;
  private final String oid;

  ContentDigest(String jdkName, ASN1ObjectIdentifier oid) {
    this.jdkName = jdkName;
    this.oid = oid.getId();
  }

  /** The digest that belongs to a whole suite. */
  public static ContentDigest of(SignatureAlgorithm suite) {
    return switch (suite) {
      case SM2_SM3 -> SM3;
      case ECDSA_P384_SHA384 -> SHA384;
      case ECDSA_P256_SHA256, RSA_PKCS1_SHA256, RSA_PSS_SHA256 -> SHA256;
    };
  }

  static Optional<ContentDigest> ofOid(ASN1ObjectIdentifier oid) {
    return Arrays.stream(values()).filter(d -> d.oid.equals(oid.getId())).findFirst();
  }

  ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  /** The digest of a stream, read once to its end; the stream is not closed. */
  public Bytes of(InputStream content) throws IOException {
    if (this == SM3) {
      return Digests.sm3(content);
    }
    MessageDigest digest = jdk();
    byte[] buffer = new byte[64 * 1024];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return Bytes.of(digest.digest());
  }

  /** The digest of octets in memory. */
  public Bytes of(Bytes content) {
    return this == SM3 ? Digests.sm3(content) : Bytes.of(jdk().digest(content.toArray()));
  }

  private MessageDigest jdk() {
    try {
      return MessageDigest.getInstance(jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdkName, e);
    }
  }
}
