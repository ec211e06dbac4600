package org.xinfu.idp.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ThumbprintUtils;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * A P-256, RSA or SM2 key that signs tokens. Its private half is in the HSM and nowhere else. The
 * device is asked for it at first use, so that it and this server start in any order.
 */
public final class SigningKey {
  /** Octets of a field element of either curve. */
  private static final int WIDTH = 32;

  private final Supplier<KeyVault> vault;
  private final String label;
  private final TokenAlgorithm algorithm;
  private volatile @Nullable Opened opened;

  /** The key with this label in the vault; made there when it is missing. */
  public SigningKey(Supplier<KeyVault> vault, String label, TokenAlgorithm algorithm) {
    this.vault = vault;
    this.label = label;
    this.algorithm = algorithm;
  }

  /**
   * The public half as the members of a JWK; {@code kid} is its RFC 7638 thumbprint.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer; a later call tries
   *     again
   */
  public Map<String, Object> published() {
    return opened().published();
  }

  /** The {@code kid}; throws as {@link #published} does. */
  public String id() {
    return opened().id();
  }

  /** Whether the device has it; it is not made for that. Throws as {@link #published} does. */
  boolean there() {
    return opened != null || vault.get().find(label).isPresent();
  }

  /** What it signs under. */
  TokenAlgorithm algorithm() {
    return algorithm;
  }

  /** The header of a JWT under this key, encoded; throws as {@link #published} does. */
  Base64URL header() {
    return opened().header();
  }

  /** The public half, bound to its suite. */
  public VerificationKey verificationKey() {
    return opened().signer().publicKey();
  }

  /**
   * The signature over {@code input}: r ‖ s, 64 octets (RFC 7518 §3.4, decision 0010), or what
   * RSASSA-PKCS1-v1_5 gives (§3.3).
   */
  byte[] sign(byte[] input) {
    Bytes signature = opened().signer().sign(Bytes.of(input));
    return algorithm.curve().isEmpty()
        ? signature.toArray()
        : EcSignature.parseDer(signature)
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
            .orElseGet(() -> token.generate(algorithm.suite(), Bytes.utf8(label), label));
    if (signer.algorithm() != algorithm.suite()) {
      throw new IllegalStateException("key " + label + " is no key for " + algorithm.word());
    }
    Map<String, Object> published = publish(signer.publicKey());
    Base64URL header =
        HsmJwtEncoder.header(algorithm, String.valueOf(published.get("kid")), JOSEObjectType.JWT)
            .toBase64URL();
    Opened fresh = new Opened(signer, published, header);
    opened = fresh;
    return fresh;
  }

  private record Opened(Signer signer, Map<String, Object> published, Base64URL header) {
    String id() {
      return String.valueOf(published.get("kid"));
    }
  }

  private Map<String, Object> publish(VerificationKey key) {
    LinkedHashMap<String, Object> members = new LinkedHashMap<>();
    algorithm
        .curve()
        .ifPresentOrElse(
            curve -> elliptic(members, curve, key.point()), () -> rsa(members, key.encoded()));
    try {
      members.put("kid", ThumbprintUtils.compute("SHA-256", members).toString());
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    members.put("use", "sig");
    members.put("alg", algorithm.word());
    return Map.copyOf(members);
  }

  /** RFC 7638 §3.2: the required members of an EC key in this order. */
  private static void elliptic(Map<String, Object> members, String curve, Bytes point) {
    members.put("crv", curve);
    members.put("kty", "EC");
    members.put("x", Base64URL.encode(point.slice(1, 1 + WIDTH).toArray()).toString());
    members.put("y", Base64URL.encode(point.slice(1 + WIDTH, 1 + 2 * WIDTH).toArray()).toString());
  }

  /** The same of an RSA key. */
  private static void rsa(Map<String, Object> members, Bytes encoded) {
    RSAPublicKey key;
    try {
      key =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new X509EncodedKeySpec(encoded.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the vault's own RSA key", e);
    }
    members.put("e", Base64URL.encode(key.getPublicExponent()).toString());
    members.put("kty", "RSA");
    members.put("n", Base64URL.encode(key.getModulus()).toString());
  }
}
