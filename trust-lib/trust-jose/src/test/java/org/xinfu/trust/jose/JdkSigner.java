package org.xinfu.trust.jose;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/** A key of the JDK's own, whose generators are fast, for the suites that the JDK computes. */
record JdkSigner(
    SignatureAlgorithm algorithm, KeyPair pair, String name, @Nullable AlgorithmParameterSpec spec)
    implements Signer {
  private static final KeyPair RSA = pair("RSA", null);

  static JdkSigner rs256() {
    return new JdkSigner(SignatureAlgorithm.RSA_PKCS1_SHA256, RSA, "SHA256withRSA", null);
  }

  static JdkSigner ps256() {
    return new JdkSigner(
        SignatureAlgorithm.RSA_PSS_SHA256,
        RSA,
        "RSASSA-PSS",
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
  }

  static JdkSigner es256() {
    return new JdkSigner(
        SignatureAlgorithm.ECDSA_P256_SHA256, pair("EC", "secp256r1"), "SHA256withECDSA", null);
  }

  static JdkSigner es384() {
    return new JdkSigner(
        SignatureAlgorithm.ECDSA_P384_SHA384, pair("EC", "secp384r1"), "SHA384withECDSA", null);
  }

  @Override
  public VerificationKey publicKey() {
    return VerificationKey.parse(Bytes.of(pair.getPublic().getEncoded()), algorithm).orElseThrow();
  }

  @Override
  public List<Certificate> chain() {
    return List.of();
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance(name);
      if (spec != null) {
        signature.setParameter(spec);
      }
      signature.initSign(pair.getPrivate());
      signature.update(message.toArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String type, @Nullable String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (curve == null) {
        generator.initialize(2048);
      } else {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
