package org.xinfu.trust.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.VerificationKey;

/** Public keys as JWK (RFC 7517, 7518 §6, 8037) to and from SubjectPublicKeyInfo. */
final class Jwk {
  /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 octets, RFC 8410 §4. */
  private static final Bytes ED25519 = Bytes.hex("302a300506032b6570032100");

  private static final int SM2_WIDTH = 32;

  private Jwk() {}

  /**
   * DER SubjectPublicKeyInfo of a public JWK; empty when the key is malformed or of another kind.
   */
  static Optional<Bytes> read(Map<?, ?> members) {
    try {
      String type = text(members, "kty");
      if (type.equals("OKP") && text(members, "crv").equals("Ed25519")) {
        return Optional.of(ED25519.concat(octets(members, "x", 32)));
      }
      if (type.equals("EC") && text(members, "crv").equals("SM2")) {
        Bytes point =
            Bytes.hex("04")
                .concat(octets(members, "x", SM2_WIDTH))
                .concat(octets(members, "y", SM2_WIDTH));
        return VerificationKey.ofSm2Point(point).map(VerificationKey::encoded);
      }
      if (type.equals("EC")) {
        // Nimbus refuses a point off its curve.
        ECKey key =
            new ECKey.Builder(
                    Curve.parse(text(members, "crv")),
                    new Base64URL(text(members, "x")),
                    new Base64URL(text(members, "y")))
                .build();
        return Optional.of(Bytes.of(key.toECPublicKey().getEncoded()));
      }
      if (type.equals("RSA")) {
        RSAKey key =
            new RSAKey.Builder(new Base64URL(text(members, "n")), new Base64URL(text(members, "e")))
                .build();
        return Optional.of(Bytes.of(key.toRSAPublicKey().getEncoded()));
      }
      return Optional.empty();
    } catch (MalformedJose
        | JOSEException
        | IllegalArgumentException
        | IllegalStateException malformed) {
      return Optional.empty();
    }
  }

  /** Whether {@code use} and {@code key_ops} leave room for verifying, RFC 7517 §4.2, §4.3. */
  static boolean verifies(Map<?, ?> members) {
    boolean used = !members.containsKey("use") || "sig".equals(members.get("use"));
    boolean free = !members.containsKey("key_ops");
    return used
        && (free || (members.get("key_ops") instanceof List<?> all && all.contains("verify")));
  }

  /** The key with the suite that {@code alg} names, RFC 7517 §4.4; without one, its usual suite. */
  static Optional<VerificationKey> bound(Bytes keyInfo, Map<?, ?> members) {
    if (!members.containsKey("alg")) {
      return VerificationKey.parse(keyInfo);
    }
    return members.get("alg") instanceof String alg
        ? JoseAlgorithm.named(alg).flatMap(a -> VerificationKey.parse(keyInfo, a.suite()))
        : Optional.empty();
  }

  /** The JWK of a public key, the required members alone, in the order of RFC 7638 §3.2. */
  static Map<String, @Nullable Object> write(VerificationKey key) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (key.algorithm().key() == KeyKind.ED25519) {
      members.put("crv", "Ed25519");
      members.put("kty", "OKP");
      int start = ED25519.length();
      members.put("x", Base64Url.encode(key.encoded().slice(start, key.encoded().length())));
      return members;
    }
    if (key.point().length() > 0) {
      return point(key);
    }
    try {
      RSAPublicKey rsa = (RSAPublicKey) jdk(key, "RSA");
      com.nimbusds.jose.jwk.JWK jwk = new RSAKey.Builder(rsa).build();
      members.putAll(jwk.getRequiredParams());
      return members;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key that this JDK cannot read", e);
    }
  }

  private static Map<String, @Nullable Object> point(VerificationKey key) {
    int width = (key.point().length() - 1) / 2;
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put(
        "crv",
        switch (key.algorithm().key()) {
          case SM2 -> "SM2";
          case P256 -> "P-256";
          case P384 -> "P-384";
          default -> "P-521";
        });
    members.put("kty", "EC");
    members.put("x", Base64Url.encode(key.point().slice(1, 1 + width)));
    members.put("y", Base64Url.encode(key.point().slice(1 + width, 1 + 2 * width)));
    return members;
  }

  private static java.security.PublicKey jdk(VerificationKey key, String type)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(type)
        .generatePublic(new X509EncodedKeySpec(key.encoded().toArray()));
  }

  private static String text(Map<?, ?> members, String name) throws MalformedJose {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new MalformedJose("JWK without " + name);
  }

  private static Bytes octets(Map<?, ?> members, String name, int length) throws MalformedJose {
    Bytes octets = Base64Url.decode(text(members, name));
    if (octets.length() != length) {
      throw new MalformedJose("JWK " + name + " of a wrong length");
    }
    return octets;
  }
}
