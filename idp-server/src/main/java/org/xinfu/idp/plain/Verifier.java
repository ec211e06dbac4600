package org.xinfu.idp.plain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** The verifier of a code (RFC 7636 §4.6), by {@code S256} alone. */
final class Verifier {
  private Verifier() {}

  /** Whether the request had a challenge, and this is the answer to it. */
  static boolean answers(OAuth2AuthorizationRequest request, @Nullable String verifier) {
    Object challenge = request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE);
    Object method = request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE_METHOD);
    return verifier != null
        && !verifier.isBlank()
        && "S256".equals(method)
        && challenge instanceof String wanted
        && MessageDigest.isEqual(
            digest(verifier).getBytes(StandardCharsets.US_ASCII),
            wanted.getBytes(StandardCharsets.US_ASCII));
  }

  private static String digest(String verifier) {
    Bytes octets = Bytes.of(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(octets).toArray());
  }
}
