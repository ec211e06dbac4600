package org.xinfu.trust.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** How a client proves itself to the token endpoint (OpenID Connect Core 1.0 §9). */
public sealed interface ClientAuthentication {
  /** client_secret_basic, RFC 6749 §2.3.1. */
  record Secret(String clientId, String secret) implements ClientAuthentication {
    String header() {
      String pair = Form.encoded(clientId) + ":" + Form.encoded(secret);
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "Secret[" + clientId + "]";
    }
  }

  /**
   * private_key_jwt, RFC 7523 §2.2, signed with ES256 by a key that may live in an HSM.
   *
   * @param signer an ECDSA_P256_SHA256 key
   * @param keyId {@code kid} under which the identity provider knows the public half
   */
  record PrivateKey(String clientId, Signer signer, String keyId) implements ClientAuthentication {
    public PrivateKey {
      if (signer.algorithm() != SignatureAlgorithm.ECDSA_P256_SHA256) {
        throw new IllegalArgumentException("private_key_jwt is signed with ES256 here");
      }
    }

    /** The assertion for this audience, good for one minute. */
    String assertion(String audience, Instant now) {
      Map<String, Object> header = new LinkedHashMap<>();
      header.put("alg", "ES256");
      header.put("kid", keyId);
      header.put("typ", "JWT");
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", clientId);
      claims.put("sub", clientId);
      claims.put("aud", audience);
      claims.put("jti", UUID.randomUUID().toString());
      claims.put("iat", now.getEpochSecond());
      claims.put("exp", now.getEpochSecond() + 60);
      String signed = part(header) + "." + part(claims);
      byte[] der = signer.sign(Bytes.utf8(signed)).toArray();
      return signed + "." + base64(EcdsaValue.concatenated(der, 32));
    }

    private static String part(Map<String, Object> json) {
      return base64(CanonicalJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] octets) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
  }
}
