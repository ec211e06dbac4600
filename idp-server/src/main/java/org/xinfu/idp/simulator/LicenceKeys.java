package org.xinfu.idp.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import org.xinfu.trust.key.SubjectPublicKey;

/** The keys of made-up electronic business licences, as their holders' phones would have them. */
final class LicenceKeys {
  private final Map<String, AsymmetricCipherKeyPair> keys = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** SubjectPublicKeyInfo of the licence's key. */
  Bytes key(String code) {
    ECPublicKeyParameters key = (ECPublicKeyParameters) pair(code).getPublic();
    return SubjectPublicKey.sm2(Bytes.of(key.getQ().getEncoded(false)));
  }

  /** What the phone shows after its holder agreed: key and signature in base64url. */
  String present(String code, String challenge) {
    SM2Signer signer = new SM2Signer();
    signer.init(true, new ParametersWithRandom(pair(code).getPrivate(), random));
    byte[] message = challenge.getBytes(StandardCharsets.UTF_8);
    signer.update(message, 0, message.length);
    try {
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      return encoder.encodeToString(key(code).toArray())
          + "."
          + encoder.encodeToString(signer.generateSignature());
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
