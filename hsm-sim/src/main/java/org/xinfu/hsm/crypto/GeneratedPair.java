package org.xinfu.hsm.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** The attributes that a generation adds to the two templates of C_GenerateKeyPair. */
public record GeneratedPair(Attributes open, Attributes secret) {

  /** {@code template} is the public key's, which says curve or modulus length. */
  public static GeneratedPair by(
      Mechanism mechanism, Attributes template, MechanismProfile profile) {
    GeneratedPair pair =
        switch (mechanism.family()) {
          case RSA -> rsa(template);
          case EC -> ec(template);
          case SM2 -> sm2(template, profile);
          case NONE -> throw new Refused(Ck.CKR_MECHANISM_INVALID);
        };
    long number = profile.number(mechanism);
    for (Attributes part : new Attributes[] {pair.open, pair.secret}) {
      part.put(Ck.CKA_LOCAL, true).put(Ck.CKA_KEY_GEN_MECHANISM, number);
    }
    return pair;
  }

  private static GeneratedPair sm2(Attributes template, MechanismProfile profile) {
    byte[] curve = encoded(GMObjectIdentifiers.sm2p256v1);
    if (template.has(Ck.CKA_EC_PARAMS)
        && !java.util.Arrays.equals(curve, template.need(Ck.CKA_EC_PARAMS))) {
      throw new Refused(Ck.CKR_CURVE_NOT_SUPPORTED);
    }
    // d in [1, n - 2] (GB/T 32918.1, 6.1): 1 + d must have an inverse.
    BigInteger d =
        BigIntegers.createRandomInRange(
            BigInteger.ONE, Sm2Key.CURVE.getN().subtract(BigInteger.TWO), new SecureRandom());
    byte[] q = new FixedPointCombMultiplier().multiply(Sm2Key.CURVE.getG(), d).getEncoded(false);
    return elliptic(profile.sm2KeyType(), curve, q, d);
  }

  private static GeneratedPair ec(Attributes template) {
    byte[] params = template.need(Ck.CKA_EC_PARAMS);
    ECParameterSpec curve = EcKey.curve(params);
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(curve);
      KeyPair pair = keys.generateKeyPair();
      ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
      int size = (curve.getCurve().getField().getFieldSize() + 7) / 8;
      byte[] q = new byte[1 + 2 * size];
      q[0] = 4;
      System.arraycopy(BigIntegers.asUnsignedByteArray(size, w.getAffineX()), 0, q, 1, size);
      System.arraycopy(BigIntegers.asUnsignedByteArray(size, w.getAffineY()), 0, q, 1 + size, size);
      return elliptic(Ck.CKK_EC, params, q, ((ECPrivateKey) pair.getPrivate()).getS());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneratedPair elliptic(long type, byte[] curve, byte[] q, BigInteger d) {
    Attributes open = new Attributes();
    Attributes secret = new Attributes();
    byte[] spki;
    try {
      AlgorithmIdentifier algorithm =
          new AlgorithmIdentifier(
              X9ObjectIdentifiers.id_ecPublicKey, ASN1ObjectIdentifier.getInstance(curve));
      spki = new SubjectPublicKeyInfo(algorithm, q).getEncoded("DER");
      open.put(Ck.CKA_EC_POINT, new DEROctetString(q).getEncoded("DER"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    int size = (q.length - 1) / 2;
    for (Attributes part : new Attributes[] {open, secret}) {
      part.put(Ck.CKA_KEY_TYPE, type)
          .put(Ck.CKA_EC_PARAMS, curve)
          .put(Ck.CKA_PUBLIC_KEY_INFO, spki);
    }
    secret.put(Ck.CKA_VALUE, d, size);
    return new GeneratedPair(open, secret);
  }

  private static GeneratedPair rsa(Attributes template) {
    long bits = template.ulong(Ck.CKA_MODULUS_BITS, 0);
    if (!template.has(Ck.CKA_MODULUS_BITS)) throw new Refused(Ck.CKR_TEMPLATE_INCOMPLETE);
    if (bits < 2048 || bits > 4096 || bits % 256 != 0) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(new RSAKeyGenParameterSpec((int) bits, RSAKeyGenParameterSpec.F4));
      KeyPair pair = keys.generateKeyPair();
      RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
      int size = (int) bits / 8;
      Attributes open = new Attributes().put(Ck.CKA_MODULUS_BITS, bits);
      Attributes secret = new Attributes();
      for (Attributes part : new Attributes[] {open, secret}) {
        part.put(Ck.CKA_KEY_TYPE, Ck.CKK_RSA)
            .put(Ck.CKA_MODULUS, key.getModulus(), size)
            .put(Ck.CKA_PUBLIC_EXPONENT, key.getPublicExponent(), 3)
            .put(Ck.CKA_PUBLIC_KEY_INFO, pair.getPublic().getEncoded());
      }
      secret
          .put(Ck.CKA_PRIVATE_EXPONENT, key.getPrivateExponent(), size)
          .put(Ck.CKA_PRIME_1, key.getPrimeP(), size / 2)
          .put(Ck.CKA_PRIME_2, key.getPrimeQ(), size / 2)
          .put(Ck.CKA_EXPONENT_1, key.getPrimeExponentP(), size / 2)
          .put(Ck.CKA_EXPONENT_2, key.getPrimeExponentQ(), size / 2)
          .put(Ck.CKA_COEFFICIENT, key.getCrtCoefficient(), size / 2);
      return new GeneratedPair(open, secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(ASN1ObjectIdentifier oid) {
    try {
      return oid.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
