package org.xinfu.testkit;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.DSA;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
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
      org.bouncycastle.crypto.Signer engine =
          switch (algorithm) {
            case SM2_SM3 -> new SM2Signer();
            case ECDSA_P256_SHA256 -> new DSADigestSigner(ecdsa(), new SHA256Digest());
            case ECDSA_P384_SHA384 -> new DSADigestSigner(ecdsa(), new SHA384Digest());
            case RSA_PKCS1_SHA256 -> new RSADigestSigner(new SHA256Digest());
            case RSA_PSS_SHA256 -> new PSSSigner(new RSABlindedEngine(), new SHA256Digest(), 32);
          };
      engine.init(
          true,
          algorithm == SignatureAlgorithm.SM2_SM3
              ? new ParametersWithID(random, userId.toArray())
              : random);
      engine.update(message.toArray(), 0, message.length());
      return Bytes.of(engine.generateSignature());
    } catch (CryptoException e) {
      throw new VaultException("the soft key failed", e);
    }
  }

  private static DSA ecdsa() {
    return new ECDSASigner();
  }

  @Override
  public String toString() {
    // A record would print the private key's parameters.
    return "SoftKey[" + algorithm + "]";
  }
}
