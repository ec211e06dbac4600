package org.xinfu.hsm.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.math.ec.ECMultiplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/**
 * ECDSA on P-256 and P-384, r || s as PKCS#11 has it. Bouncy Castle signs, with multiples of the
 * base point that are kept here; the JDK verifies.
 */
final class EcKey implements DeviceKey {
  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");
  private static final byte[] P384 = HexFormat.of().parseHex("06052b81040022");
  private static final int MAX_INPUT = 64;

  private final SecureRandom random = new SecureRandom();
  private final @Nullable ECPrivateKeyParameters secret;
  private final @Nullable PublicKey open;
  private final int size;

  private EcKey(@Nullable ECPrivateKeyParameters secret, @Nullable PublicKey open, int size) {
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
        return new EcKey(secret(attributes.unsigned(Ck.CKA_VALUE), size), null, size);
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
    ECDSASigner signer = new QuickSigner(size == 32 ? KeptMultiples.p256() : KeptMultiples.p384());
    signer.init(true, new ParametersWithRandom(secret, random));
    BigInteger[] signature = signer.generateSignature(input);
    return PlainDSAEncoding.INSTANCE.encode(
        secret.getParameters().getN(), signature[0], signature[1]);
  }

  private static final class QuickSigner extends ECDSASigner {
    private final KeptMultiples base;

    QuickSigner(KeptMultiples base) {
      this.base = base;
    }

    @Override
    protected ECMultiplier createBasePointMultiplier() {
      return base;
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

  /** A scalar from 1 to n - 1. */
  private static ECPrivateKeyParameters secret(BigInteger scalar, int size) {
    X9ECParameters curve = CustomNamedCurves.getByName(size == 32 ? "P-256" : "P-384");
    try {
      return new ECPrivateKeyParameters(scalar, new ECDomainParameters(curve));
    } catch (IllegalArgumentException outOfRange) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
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
