package org.xinfu.idp.userinfo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.token.HeaderAlgorithm;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as JSON, or as a JWT for clients that registered for it (OpenID Connect Core §5.3.2);
 * refuses with {@code WWW-Authenticate} (§5.3.3, RFC 6750 §3).
 */
public final class UserInfoAnswers
    implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UserInfoAnswers.class);

  private final Signature signature;
  private final RequestPolicies policies;
  private final JsonMapper json = JsonMapper.builder().build();

  /** What a signed answer is made with. */
  public record Signature(
      String issuer, JwtEncoder encoder, RegisteredClientRepository clients, Clock clock) {}

  public UserInfoAnswers(Signature signature, RequestPolicies policies) {
    this.signature = signature;
    this.policies = policies;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication answered)
      throws IOException {
    OidcUserInfoAuthenticationToken answer = (OidcUserInfoAuthenticationToken) answered;
    Map<String, Object> claims =
        new LinkedHashMap<>(Objects.requireNonNull(answer.getUserInfo(), "answered").getClaims());
    String client = client(answer);
    if (client != null && policies.of(client).signedUserInfo()) {
      write(response, "application/jwt", signed(client, claims));
    } else {
      write(response, "application/json", json.writeValueAsString(claims));
    }
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String code =
        failure instanceof OAuth2AuthenticationException refused
            ? refused.getError().getErrorCode()
            : OAuth2ErrorCodes.SERVER_ERROR;
    switch (code) {
      case OAuth2ErrorCodes.INVALID_TOKEN ->
          refuse(response, HttpServletResponse.SC_UNAUTHORIZED, code, "");
      case OAuth2ErrorCodes.INSUFFICIENT_SCOPE ->
          refuse(response, HttpServletResponse.SC_FORBIDDEN, code, ", scope=\"openid\"");
      default -> {
        // The endpoint refuses nothing else. The framework calls whatever fails behind it a bad
        // request, such as a database that is away: the caller's request is not to blame.
        LOG.error("userinfo is not answered: {}", failure.getMessage());
        response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        told(response, OAuth2ErrorCodes.SERVER_ERROR);
      }
    }
  }

  private void refuse(HttpServletResponse response, int status, String code, String more)
      throws IOException {
    response.setStatus(status);
    response.setHeader("WWW-Authenticate", "Bearer error=\"" + code + "\"" + more);
    told(response, code);
  }

  private void told(HttpServletResponse response, String code) throws IOException {
    write(response, "application/json", json.writeValueAsString(Map.of("error", code)));
  }

  private String signed(String client, Map<String, Object> claims) {
    Instant now = signature.clock().instant();
    JwtClaimsSet.Builder set =
        JwtClaimsSet.builder().issuer(signature.issuer()).audience(List.of(client)).issuedAt(now);
    claims.forEach(set::claim);
    JwsHeader header = HeaderAlgorithm.header(algorithm(client)).build();
    return signature
        .encoder()
        .encode(JwtEncoderParameters.from(header, set.build()))
        .getTokenValue();
  }

  private TokenAlgorithm algorithm(String clientId) {
    RegisteredClient client = signature.clients().findByClientId(clientId);
    TokenAlgorithm registered = client == null ? null : ClientFacts.algorithms(client).userInfo();
    return Objects.requireNonNullElse(registered, TokenAlgorithm.ES256);
  }

  private static @Nullable String client(OidcUserInfoAuthenticationToken answer) {
    return answer.getPrincipal() instanceof JwtAuthenticationToken caller
        ? caller.getToken().getClaimAsString("client_id")
        : null;
  }

  private static void write(HttpServletResponse response, String type, String body)
      throws IOException {
    response.setContentType(type);
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}
