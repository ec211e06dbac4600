package org.xinfu.idp.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SubjectPublicKey;
import org.xinfu.trust.key.VerificationKey;

/**
 * The keys of made-up electronic business licences, as their holders' phones would have them, and
 * of simulated services.
 */
final class LicenceKeys {
  private static final int WIDTH = 32;

  private final Map<String, AsymmetricCipherKeyPair> keys = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** SubjectPublicKeyInfo of the licence's key. */
  Bytes key(String code) {
    ECPublicKeyParameters key = (ECPublicKeyParameters) pair(code).getPublic();
    return SubjectPublicKey.sm2(Bytes.of(key.getQ().getEncoded(false)));
  }

  /** What the phone shows after its holder agreed: key and signature in base64url. */
  String present(String code, String challenge) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(key(code).toArray())
        + "."
        + encoder.encodeToString(der(code, Bytes.utf8(challenge)).toArray());
  }

  /** r‖s, 64 octets. */
  Bytes sign(String code, Bytes message) {
    return EcSignature.parseDer(der(code, message))
        .map(pair -> pair.raw(WIDTH))
        .orElseThrow(() -> new IllegalStateException("Bouncy Castle writes DER"));
  }

  /** With what {@link #sign} is verified. */
  VerificationKey verification(String code) {
    ECPublicKeyParameters key = (ECPublicKeyParameters) pair(code).getPublic();
    return VerificationKey.ofSm2Point(Bytes.of(key.getQ().getEncoded(false))).orElseThrow();
  }

  private Bytes der(String code, Bytes message) {
    SM2Signer signer = new SM2Signer();
    signer.init(true, new ParametersWithRandom(pair(code).getPrivate(), random));
    signer.update(message.toArray(), 0, message.length());
    try {
      return Bytes.of(signer.generateSignature());
    } catch (CryptoException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private AsymmetricCipherKeyPair pair(String code) {
    return keys.computeIfAbsent(code, one -> fresh());
  }

  private AsymmetricCipherKeyPair fresh() {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    ECDomainParameters curve = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));
    generator.init(new ECKeyGenerationParameters(curve, random));
    return generator.generateKeyPair();
  }
}
