package org.xinfu.idp.authorize;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ErrorAuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.dpop.ProofFilter;

/**
 * Pushed authorization requests (RFC 9126 §2): the client, authenticated, leaves its request here
 * and gets a URI that works once and for a minute.
 */
final class PushedRequestEndpoint implements AuthenticationProvider {
  private static final Duration LIFE = Duration.ofSeconds(60);

  /** Of the client's authentication, not of its request. */
  private static final Set<String> CREDENTIALS =
      Set.of("client_secret", "client_assertion", "client_assertion_type");

  private static final String GIVEN = "xinfu.given";
  private static final String FROM = "xinfu.from";
  private static final String KEY = "xinfu.key";
  private static final String LIMITED = "temporarily_unavailable";
  private static final AuthenticationFailureHandler OTHERS =
      new OAuth2ErrorAuthenticationFailureHandler();

  private final RequestSources sources;
  private final RequestRules rules;
  private final PushedRequests pushed;
  private final PushAllowance allowance;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  PushedRequestEndpoint(
      RequestSources sources,
      RequestRules rules,
      AuthorizationDoor.Requests requests,
      Clock clock) {
    this.sources = sources;
    this.rules = rules;
    this.pushed = requests.pushed();
    this.allowance = requests.allowance();
    this.clock = clock;
  }

  /** Brings the form to {@link #authenticate}. */
  static Authentication read(HttpServletRequest request) {
    Parameters form = Parameters.of(request);
    LinkedHashMap<String, String> asked = new LinkedHashMap<>(form.values());
    asked.keySet().removeAll(CREDENTIALS);
    Authentication client = SecurityContextHolder.getContext().getAuthentication();
    return new OAuth2PushedAuthorizationRequestAuthenticationToken(
        request.getRequestURL().toString(),
        Objects.requireNonNullElse(form.get("client_id"), "unknown"),
        Objects.requireNonNull(client, "the framework authenticates the client first"),
        null,
        null,
        null,
        Map.of(
            GIVEN,
            new Parameters(asked, form.repeated()),
            FROM,
            Devices.origin(request).prefix(),
            KEY,
            ProofFilter.key(request)));
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    var push = (OAuth2PushedAuthorizationRequestAuthenticationToken) attempt;
    if (!(push.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)
        || !caller.isAuthenticated()
        || caller.getRegisteredClient() == null) {
      throw new OAuth2AuthenticationException("invalid_client");
    }
    String from = (String) Objects.requireNonNull(push.getAdditionalParameters().get(FROM));
    if (!allowance.take(caller, from)) {
      throw new OAuth2AuthenticationException(LIMITED);
    }
    RegisteredClient client = caller.getRegisteredClient();
    Parameters given =
        (Parameters) Objects.requireNonNull(push.getAdditionalParameters().get(GIVEN));
    if (given.get("request_uri") != null || given.tooLong()) {
      throw new OAuth2AuthenticationException("invalid_request");
    }
    LinkedHashMap<String, String> words =
        new LinkedHashMap<>(sources.signed(client, given).values());
    if (!words
        .computeIfAbsent("client_id", name -> client.getClientId())
        .equals(client.getClientId())) {
      throw new OAuth2AuthenticationException("invalid_request");
    }
    bind(words, (String) Objects.requireNonNull(push.getAdditionalParameters().get(KEY)));
    Asked asked = rules.check(client, new Parameters(words, given.repeated()));
    Instant ends = clock.instant().plus(LIFE);
    String uri = PushedRequests.PREFIX + newId();
    pushed.push(uri, client.getClientId(), words, ends);
    return new OAuth2PushedAuthorizationRequestAuthenticationToken(
        push.getAuthorizationUri(),
        client.getClientId(),
        caller,
        uri,
        ends,
        asked.redirectUri(),
        null,
        asked.scopes());
  }

  /** RFC 9449 §10.1: a proof binds the code as {@code dpop_jkt} does; both name one key. */
  private static void bind(Map<String, String> words, String key) {
    if (!key.isEmpty() && !words.computeIfAbsent("dpop_jkt", name -> key).equals(key)) {
      throw new OAuth2AuthenticationException("invalid_request");
    }
  }

  @Override
  public boolean supports(Class<?> type) {
    return OAuth2PushedAuthorizationRequestAuthenticationToken.class.isAssignableFrom(type);
  }

  /** RFC 9126 §2.2. */
  static void answer(
      HttpServletRequest request, HttpServletResponse response, Authentication pushed)
      throws IOException {
    String uri = ((OAuth2PushedAuthorizationRequestAuthenticationToken) pushed).getRequestUri();
    response.setStatus(HttpServletResponse.SC_CREATED);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    String body = "{\"request_uri\":\"%s\",\"expires_in\":%d}".formatted(uri, LIFE.toSeconds());
    response.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
  }

  /** RFC 9126 §2.3: too many are told by their status. */
  static void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException, ServletException {
    if (!(why instanceof OAuth2AuthenticationException named)
        || !named.getError().getErrorCode().equals(LIMITED)) {
      OTHERS.onAuthenticationFailure(request, response, why);
      return;
    }
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Retry-After", "60");
    String body = "{\"error\":\"%s\",\"error_description\":\"too many requests were pushed\"}";
    response.getOutputStream().write(body.formatted(LIMITED).getBytes(StandardCharsets.US_ASCII));
  }

  private String newId() {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
