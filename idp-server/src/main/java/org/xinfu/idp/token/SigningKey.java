package org.xinfu.idp.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.Base64URL;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * The P-256 key that signs tokens. Its private half is in the HSM and nowhere else. The device is
 * asked for it at first use, so that it and this server start in any order.
 */
public final class SigningKey {
  /** Octets of a P-256 field element. */
  private static final int WIDTH = 32;

  private final Supplier<KeyVault> vault;
  private final String label;
  private volatile @Nullable Opened opened;

  /** The key with this label in the vault; made there when it is missing. */
  public SigningKey(Supplier<KeyVault> vault, String label) {
    this.vault = vault;
    this.label = label;
  }

  /**
   * The public half as a JWK; {@code kid} is its RFC 7638 thumbprint.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer; a later call tries
   *     again
   */
  public ECKey published() {
    return opened().published();
  }

  /** ES256 over {@code input}: r ‖ s, 64 octets (RFC 7518 §3.4). */
  byte[] sign(byte[] input) {
    Bytes der = opened().signer().sign(Bytes.of(input));
    return EcSignature.parseDer(der)
        .orElseThrow(() -> new IllegalStateException("the vault's signature is not DER"))
        .raw(WIDTH)
        .toArray();
  }

  private Opened opened() {
    Opened known = opened;
    return known == null ? open() : known;
  }

  private synchronized Opened open() {
    Opened known = opened;
    if (known != null) {
      return known;
    }
    KeyVault token = vault.get();
    Signer signer =
        token
            .find(label)
            .flatMap(token::signer)
            .orElseGet(
                () ->
                    token.generate(SignatureAlgorithm.ECDSA_P256_SHA256, Bytes.utf8(label), label));
    if (signer.algorithm() != SignatureAlgorithm.ECDSA_P256_SHA256) {
      throw new IllegalStateException("key " + label + " is not a P-256 key");
    }
    Opened fresh = new Opened(signer, publish(signer.publicKey().point()));
    opened = fresh;
    return fresh;
  }

  private record Opened(Signer signer, ECKey published) {}

  private static ECKey publish(Bytes point) {
    try {
      return new ECKey.Builder(
              Curve.P_256,
              Base64URL.encode(point.slice(1, 1 + WIDTH).toArray()),
              Base64URL.encode(point.slice(1 + WIDTH, 1 + 2 * WIDTH).toArray()))
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint()
          .build();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
