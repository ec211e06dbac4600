package org.xinfu.hsm.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** ECDSA on P-256 and P-384 by the JDK, r || s as PKCS#11 has it. */
final class EcKey implements DeviceKey {
  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");
  private static final byte[] P384 = HexFormat.of().parseHex("06052b81040022");
  private static final int MAX_INPUT = 64;

  private final @Nullable PrivateKey secret;
  private final @Nullable PublicKey open;
  private final int size;

  private EcKey(@Nullable PrivateKey secret, @Nullable PublicKey open, int size) {
    this.secret = secret;
    this.open = open;
    this.size = size;
  }

  static EcKey of(Attributes attributes, boolean isSecret) {
    ECParameterSpec curve = curve(attributes.need(Ck.CKA_EC_PARAMS));
    int size = (curve.getCurve().getField().getFieldSize() + 7) / 8;
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      if (isSecret) {
        BigInteger s = attributes.unsigned(Ck.CKA_VALUE);
        return new EcKey(keys.generatePrivate(new ECPrivateKeySpec(s, curve)), null, size);
      }
      ECPoint w = point(attributes.need(Ck.CKA_EC_POINT), size);
      return new EcKey(null, keys.generatePublic(new ECPublicKeySpec(w, curve)), size);
    } catch (GeneralSecurityException e) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
  }

  /** The named curve in DER CKA_EC_PARAMS; P-256 and P-384, nothing else. */
  static ECParameterSpec curve(byte[] ecParams) {
    if (!Arrays.equals(ecParams, P256) && !Arrays.equals(ecParams, P384)) {
      throw new Refused(Ck.CKR_CURVE_NOT_SUPPORTED);
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(ecParams);
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has both
    }
  }

  @Override
  public Mechanism.Family family() {
    return Mechanism.Family.EC;
  }

  @Override
  public int signatureLength(Mechanism mechanism) {
    return 2 * size;
  }

  @Override
  public byte[] sign(Mechanism mechanism, byte[] parameter, byte[] input) {
    if (secret == null) throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    if (input.length == 0 || input.length > MAX_INPUT) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    try {
      Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
      signature.initSign(secret);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean verify(Mechanism mechanism, byte[] parameter, byte[] input, byte[] signed) {
    if (open == null) throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    if (input.length == 0 || input.length > MAX_INPUT) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    if (signed.length != 2 * size) throw new Refused(Ck.CKR_SIGNATURE_LEN_RANGE);
    try {
      Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
      signature.initVerify(open);
      signature.update(input);
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // r or s out of range
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECPoint point(byte[] value, int size) {
    byte[] octets;
    try {
      octets =
          value.length == 2 * size + 1 ? value : ASN1OctetString.getInstance(value).getOctets();
    } catch (IllegalArgumentException e) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
    if (octets.length != 2 * size + 1 || octets[0] != 4) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(octets, 1, 1 + size));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(octets, 1 + size, octets.length));
    return new ECPoint(x, y);
  }
}
