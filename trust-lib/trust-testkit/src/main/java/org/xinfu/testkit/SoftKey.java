package org.xinfu.testkit;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.key.VerificationKey;

/** A private key in memory; {@code randomness} gives each signature its source of nonces. */
record SoftKey(
    SignatureAlgorithm algorithm,
    VerificationKey publicKey,
    AsymmetricCipherKeyPair pair,
    Function<Bytes, SecureRandom> randomness)
    implements Signer {
  @Override
  public List<Certificate> chain() {
    return List.of();
  }

  @Override
  public Bytes sign(Bytes message) {
    return sign(message, Sm2.DEFAULT_ID);
  }

  Bytes sign(Bytes message, Bytes userId) {
    AsymmetricKeyParameter key = pair.getPrivate();
    CipherParameters random = new ParametersWithRandom(key, randomness.apply(message));
    try {
      org.bouncycastle.crypto.Signer engine = engine();
      engine.init(
          true,
          switch (algorithm.scheme().kind()) {
            case SM2 -> new ParametersWithID(random, userId.toArray());
            case EDDSA -> key;
            default -> random;
          });
      engine.update(message.toArray(), 0, message.length());
      return Bytes.of(engine.generateSignature());
    } catch (CryptoException e) {
      throw new VaultException("the soft key failed", e);
    }
  }

  private org.bouncycastle.crypto.Signer engine() {
    return switch (algorithm.scheme().kind()) {
      case SM2 -> new SM2Signer();
      case EDDSA -> new Ed25519Signer();
      case ECDSA -> new DSADigestSigner(new ECDSASigner(), digest());
      case RSA_PKCS1 -> new RSADigestSigner(digest());
      case RSA_PSS -> new PSSSigner(new RSABlindedEngine(), digest(), algorithm.scheme().salt());
    };
  }

  private Digest digest() {
    return switch (algorithm.hash()) {
      case SM3 -> new SM3Digest();
      case SHA1 -> new SHA1Digest();
      case SHA224 -> new SHA224Digest();
      case SHA256 -> new SHA256Digest();
      case SHA384 -> new SHA384Digest();
      case SHA512 -> new SHA512Digest();
    };
  }

  @Override
  public String toString() {
    // A record would print the private key's parameters.
    return "SoftKey[" + algorithm + "]";
  }
}
