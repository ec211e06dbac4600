package org.xinfu.hsm.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/**
 * SM2 signatures over e as GB/T 32918.2, clauses 6.1 and 7.1. Not constant-time: a simulator guards
 * nothing. What depends on the key alone, (1 + d)^-1 and Z for the default ID, is computed once.
 */
final class Sm2Key implements DeviceKey {
  static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
  private static final byte[] DEFAULT_ID = "1234567812345678".getBytes(US_ASCII);
  private static final int SIZE = 32;
  private static final int MAX_DER = 72;

  private final @Nullable BigInteger d;
  private final BigInteger inverse;
  private final ECPoint q;
  private final byte[] defaultZ;
  private final SecureRandom random = new SecureRandom();

  private Sm2Key(@Nullable BigInteger d, ECPoint q) {
    this.d = d;
    this.inverse = d == null ? BigInteger.ZERO : d.add(BigInteger.ONE).modInverse(CURVE.getN());
    this.q = q.normalize();
    this.defaultZ = z(DEFAULT_ID);
  }

  static Sm2Key of(Attributes attributes, boolean secret) {
    if (secret) {
      BigInteger d = attributes.unsigned(Ck.CKA_VALUE);
      return new Sm2Key(d, CURVE.getG().multiply(d));
    }
    return new Sm2Key(null, point(attributes.need(Ck.CKA_EC_POINT)));
  }

  @Override
  public Mechanism.Family family() {
    return Mechanism.Family.SM2;
  }

  @Override
  public int signatureLength(Mechanism mechanism) {
    return der(mechanism) ? MAX_DER : 2 * SIZE;
  }

  @Override
  public byte[] prefix(byte[] parameter) {
    return parameter.length == 0 ? defaultZ.clone() : z(parameter);
  }

  @Override
  public byte[] sign(Mechanism mechanism, byte[] parameter, byte[] input) {
    BigInteger secret = d;
    if (secret == null) throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    if (input.length != SIZE) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    BigInteger n = CURVE.getN();
    BigInteger e = new BigInteger(1, input);
    BigInteger r;
    BigInteger s;
    do {
      BigInteger k =
          BigIntegers.createRandomInRange(BigInteger.ONE, n.subtract(BigInteger.ONE), random);
      r = e.add(KeptMultiples.sm2().times(k).getAffineXCoord().toBigInteger()).mod(n);
      s = inverse.multiply(k.subtract(r.multiply(secret))).mod(n);
      if (r.add(k).equals(n)) r = BigInteger.ZERO; // clause 6.1, step A5: draw again
    } while (r.signum() == 0 || s.signum() == 0);
    return encode(mechanism, r, s);
  }

  @Override
  public boolean verify(Mechanism mechanism, byte[] parameter, byte[] input, byte[] signature) {
    if (input.length != SIZE) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    BigInteger n = CURVE.getN();
    BigInteger[] rs = decode(mechanism, signature);
    if (rs == null || outside(rs[0], n) || outside(rs[1], n)) return false;
    BigInteger t = rs[0].add(rs[1]).mod(n);
    if (t.signum() == 0) return false;
    ECPoint point = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), rs[1], q, t).normalize();
    if (point.isInfinity()) return false;
    BigInteger x = point.getAffineXCoord().toBigInteger();
    return new BigInteger(1, input).add(x).mod(n).equals(rs[0]);
  }

  /**
   * The point of CKA_EC_POINT: an OCTET STRING around 04 || X || Y, or, as some clients give it,
   * bare.
   */
  static ECPoint point(byte[] value) {
    try {
      byte[] octets =
          value.length == 2 * SIZE + 1 ? value : ASN1OctetString.getInstance(value).getOctets();
      return CURVE.getCurve().decodePoint(octets);
    } catch (IllegalArgumentException e) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
  }

  private byte[] z(byte[] id) {
    if (id.length >= 8192) throw new Refused(Ck.CKR_MECHANISM_PARAM_INVALID); // ENTL is 16 bits
    Digest sm3 = Hash.SM3.start();
    sm3.update((byte) (id.length >> 5));
    sm3.update((byte) (id.length << 3));
    sm3.update(id, 0, id.length);
    for (byte[] part :
        new byte[][] {
          CURVE.getCurve().getA().getEncoded(),
          CURVE.getCurve().getB().getEncoded(),
          CURVE.getG().getAffineXCoord().getEncoded(),
          CURVE.getG().getAffineYCoord().getEncoded(),
          q.getAffineXCoord().getEncoded(),
          q.getAffineYCoord().getEncoded()
        }) {
      sm3.update(part, 0, part.length);
    }
    return Hash.finish(sm3);
  }

  private static boolean outside(BigInteger value, BigInteger n) {
    return value.signum() <= 0 || value.compareTo(n) >= 0;
  }

  private static boolean der(Mechanism mechanism) {
    return mechanism == Mechanism.SM2_E_DER || mechanism == Mechanism.SM3_SM2_DER;
  }

  private static byte[] encode(Mechanism mechanism, BigInteger r, BigInteger s) {
    if (!der(mechanism)) {
      byte[] raw = new byte[2 * SIZE];
      System.arraycopy(BigIntegers.asUnsignedByteArray(SIZE, r), 0, raw, 0, SIZE);
      System.arraycopy(BigIntegers.asUnsignedByteArray(SIZE, s), 0, raw, SIZE, SIZE);
      return raw;
    }
    try {
      return StandardDSAEncoding.INSTANCE.encode(CURVE.getN(), r, s);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigInteger @Nullable [] decode(Mechanism mechanism, byte[] signature) {
    if (!der(mechanism)) {
      if (signature.length != 2 * SIZE) throw new Refused(Ck.CKR_SIGNATURE_LEN_RANGE);
      return new BigInteger[] {
        BigIntegers.fromUnsignedByteArray(signature, 0, SIZE),
        BigIntegers.fromUnsignedByteArray(signature, SIZE, SIZE)
      };
    }
    try {
      return StandardDSAEncoding.INSTANCE.decode(CURVE.getN(), signature);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
