package org.xinfu.hsm.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017). */
final class RsaKey implements DeviceKey {
  private static final int PSS_PARAMETER = 24;
  private static final byte PSS_TRAILER = (byte) 0xBC;

  private final RSAKeyParameters key;

  private RsaKey(RSAKeyParameters key) {
    this.key = key;
  }

  static RsaKey of(Attributes a, boolean secret) {
    BigInteger n = a.unsigned(Ck.CKA_MODULUS);
    BigInteger e = a.unsigned(Ck.CKA_PUBLIC_EXPONENT);
    try {
      if (!secret) return new RsaKey(new RSAKeyParameters(false, n, e));
      return new RsaKey(
          new RSAPrivateCrtKeyParameters(
              n,
              e,
              a.unsigned(Ck.CKA_PRIVATE_EXPONENT),
              a.unsigned(Ck.CKA_PRIME_1),
              a.unsigned(Ck.CKA_PRIME_2),
              a.unsigned(Ck.CKA_EXPONENT_1),
              a.unsigned(Ck.CKA_EXPONENT_2),
              a.unsigned(Ck.CKA_COEFFICIENT)));
    } catch (IllegalArgumentException bad) {
      throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    }
  }

  @Override
  public Mechanism.Family family() {
    return Mechanism.Family.RSA;
  }

  @Override
  public int signatureLength(Mechanism mechanism) {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  @Override
  public byte[] sign(Mechanism mechanism, byte[] parameter, byte[] input) {
    if (!key.isPrivate()) throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    try {
      if (pss(mechanism)) {
        PSSSigner signer = pssSigner(mechanism, parameter, input, true);
        return signer.generateSignature();
      }
      byte[] block = block(mechanism, input);
      PKCS1Encoding engine = new PKCS1Encoding(new RSABlindedEngine());
      engine.init(true, key);
      if (block.length > engine.getInputBlockSize()) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
      return engine.processBlock(block, 0, block.length);
    } catch (CryptoException e) {
      throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    }
  }

  @Override
  public boolean verify(Mechanism mechanism, byte[] parameter, byte[] input, byte[] signature) {
    if (key.isPrivate()) throw new Refused(Ck.CKR_KEY_FUNCTION_NOT_PERMITTED);
    if (signature.length != signatureLength(mechanism))
      throw new Refused(Ck.CKR_SIGNATURE_LEN_RANGE);
    if (pss(mechanism)) {
      return pssSigner(mechanism, parameter, input, false).verifySignature(signature);
    }
    PKCS1Encoding engine = new PKCS1Encoding(new RSABlindedEngine());
    engine.init(false, key);
    try {
      byte[] block = engine.processBlock(signature, 0, signature.length);
      return Arrays.equals(block, block(mechanism, input));
    } catch (InvalidCipherTextException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean pss(Mechanism mechanism) {
    return mechanism == Mechanism.RSA_PKCS_PSS || mechanism == Mechanism.SHA256_RSA_PKCS_PSS;
  }

  /** RFC 8017, 9.2: the DigestInfo when the device hashed, else the caller's own block. */
  private static byte[] block(Mechanism mechanism, byte[] input) {
    Hash hash = mechanism.hash();
    if (hash == null) return input;
    try {
      return new DigestInfo(new AlgorithmIdentifier(oid(hash), DERNull.INSTANCE), input)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ASN1ObjectIdentifier oid(Hash hash) {
    return switch (hash) {
      case SHA256 -> NISTObjectIdentifiers.id_sha256;
      case SHA384 -> NISTObjectIdentifiers.id_sha384;
      case SHA512 -> NISTObjectIdentifiers.id_sha512;
      case SM3 -> throw new IllegalArgumentException("no RSA with SM3 here");
    };
  }

  /** CK_RSA_PKCS_PSS_PARAMS: hashAlg, mgf, sLen, each a CK_ULONG. */
  private PSSSigner pssSigner(
      Mechanism mechanism, byte[] parameter, byte[] input, boolean signing) {
    if (parameter.length != PSS_PARAMETER) throw new Refused(Ck.CKR_MECHANISM_PARAM_INVALID);
    ByteBuffer in = ByteBuffer.wrap(parameter).order(ByteOrder.LITTLE_ENDIAN);
    Hash content = hash(in.getLong(), 0x250, 0x260, 0x270);
    Hash mask = hash(in.getLong(), 2, 3, 4);
    long salt = in.getLong();
    if (content == null || mask == null || salt < 0 || salt > 512) {
      throw new Refused(Ck.CKR_MECHANISM_PARAM_INVALID);
    }
    if (mechanism.hash() != null && mechanism.hash() != content) {
      throw new Refused(Ck.CKR_MECHANISM_PARAM_INVALID);
    }
    if (input.length != content.start().getDigestSize()) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    PSSSigner signer =
        PSSSigner.createRawSigner(
            new RSABlindedEngine(), content.start(), mask.start(), (int) salt, PSS_TRAILER);
    signer.init(signing, key);
    signer.update(input, 0, input.length);
    return signer;
  }

  private static @Nullable Hash hash(long number, long sha256, long sha384, long sha512) {
    if (number == sha256) return Hash.SHA256;
    if (number == sha384) return Hash.SHA384;
    return number == sha512 ? Hash.SHA512 : null;
  }
}
