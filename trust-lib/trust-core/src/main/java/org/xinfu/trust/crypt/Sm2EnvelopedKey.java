package org.xinfu.trust.crypt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * SM2EnvelopedKey, GM/T 0009 §7.4: how a key management centre delivers an encryption key pair
 * (GM/T 0034) to the holder of a signing key. A fresh SM4 key is encrypted with SM2 for the signing
 * key; it hides the 32 octets of d by SM4-ECB, two blocks that are random themselves.
 */
public final class Sm2EnvelopedKey {
  private static final ASN1ObjectIdentifier SM4_ECB =
      new ASN1ObjectIdentifier("1.2.156.10197.1.104.1");
  // Producers also write the cipher without a mode.
  private static final Set<ASN1ObjectIdentifier> KNOWN =
      Set.of(SM4_ECB, new ASN1ObjectIdentifier("1.2.156.10197.1.104"));

  private Sm2EnvelopedKey() {}

  /**
   * Wraps {@code key} for the holder of {@code signingPoint}.
   *
   * @param signingPoint 04‖x‖y
   * @return DER; empty when {@code signingPoint} is no public key
   */
  public static Optional<Bytes> make(Sm2PrivateKey key, Bytes signingPoint, SecureRandom random) {
    try (Secret sm4 = Secret.random(Sm4.BLOCK, random)) {
      return Sm2Encryption.encrypt(signingPoint, sm4, random)
          .map(wrapped -> encode(wrapped, key, key.secret().use(d -> Sm4.ecb(true, sm4, d))));
    }
  }

  private static Bytes encode(Sm2Ciphertext wrapped, Sm2PrivateKey key, byte[] hidden) {
    try {
      ASN1Encodable[] fields = {
        new AlgorithmIdentifier(SM4_ECB),
        ASN1Primitive.fromByteArray(wrapped.der().toArray()),
        new DERBitString(key.point().toArray()),
        new DERBitString(hidden)
      };
      return Bytes.of(new DERSequence(fields).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens it. Empty for anything that is not wholly right, the public key that does not belong to
   * the private one included; nothing says which.
   */
  public static Optional<Sm2PrivateKey> open(Bytes encoded, Sm2PrivateKey signingKey) {
    return Decoding.maybe(
        () -> {
          ASN1Sequence fields =
              ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(encoded.toArray()));
          ASN1ObjectIdentifier cipher =
              AlgorithmIdentifier.getInstance(fields.getObjectAt(0)).getAlgorithm();
          Bytes wrapped =
              Bytes.of(fields.getObjectAt(1).toASN1Primitive().getEncoded(ASN1Encoding.DER));
          Bytes point = octets(fields.getObjectAt(2));
          Bytes hidden = octets(fields.getObjectAt(3));
          if (fields.size() != 4 || !KNOWN.contains(cipher) || hidden.length() != 32) {
            return Optional.empty();
          }
          return Sm2Ciphertext.parseDer(wrapped)
              .flatMap(c -> Sm2Encryption.decrypt(signingKey, c))
              .flatMap(sm4 -> reveal(sm4, hidden))
              .filter(key -> key.point().equals(point));
        });
  }

  private static Optional<Sm2PrivateKey> reveal(Secret sm4, Bytes hidden) {
    try (Secret key = sm4) {
      if (key.length() != Sm4.BLOCK) {
        return Optional.empty();
      }
      try (Secret d = Secret.owning(Sm4.ecb(false, key, hidden.toArray()))) {
        return Sm2PrivateKey.of(d);
      }
    }
  }

  private static Bytes octets(ASN1Encodable bits) {
    ASN1BitString string = ASN1BitString.getInstance(bits);
    if (string.getPadBits() != 0) {
      throw new IllegalArgumentException("unused bits");
    }
    return Bytes.of(string.getOctets());
  }
}
