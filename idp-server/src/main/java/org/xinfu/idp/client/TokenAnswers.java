package org.xinfu.idp.client;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is told of a token that is alive (RFC 7662 §2.2, RFC 9470 §6.2): what it claims itself. Its
 * claims are not kept; they are read from the token that was shown, which is one of ours, since it
 * was found by the hash of all of it or its signature was checked. A token that is bound to a key
 * is told as such (RFC 9449 §6.2, RFC 8705 §3.2), so that no service takes it for a bearer's.
 */
public final class TokenAnswers implements AuthenticationSuccessHandler {
  private final JsonMapper json = JsonMapper.builder().build();

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication answered)
      throws IOException {
    OAuth2TokenIntrospectionAuthenticationToken answer =
        (OAuth2TokenIntrospectionAuthenticationToken) answered;
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response
        .getOutputStream()
        .write(
            json.writeValueAsString(told(answer.getToken(), answer.getTokenClaims()))
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> told(String token, OAuth2TokenIntrospection known) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("active", known.isActive());
    if (!known.isActive()) {
      return told;
    }
    told.put("client_id", known.getClientId());
    put(told, "iat", known.getIssuedAt());
    put(told, "exp", known.getExpiresAt());
    if (known.getTokenType() != null) { // else a refresh token, in which there is nothing to read
      Map<String, Object> claims = claims(token);
      told.putAll(claims);
      boolean bound = claims.get("cnf") instanceof Map<?, ?> keys && keys.containsKey("jkt");
      told.put("token_type", bound ? "DPoP" : known.getTokenType());
    }
    return told;
  }

  private static Map<String, Object> claims(String token) {
    try {
      JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
      return claims == null ? Map.of() : claims.toJSONObject();
    } catch (ParseException notReadable) {
      throw new IllegalStateException("a token that we issued can be read", notReadable);
    }
  }

  private static void put(Map<String, Object> told, String name, @Nullable Instant at) {
    if (at != null) {
      told.put(name, at.getEpochSecond());
    }
  }
}
