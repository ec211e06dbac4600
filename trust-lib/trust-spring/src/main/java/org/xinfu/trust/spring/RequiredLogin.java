package org.xinfu.trust.spring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * What a resource asks of the login behind an access token (RFC 9068 §2.2.1) or of a page's own
 * login (OpenID Connect Core §2), by the claims {@code acr} and {@code auth_time}. Use it in {@code
 * access(…)} of a rule and give {@link StepUpChallenge} to the chain, so that clients learn what to
 * ask for (RFC 9470); {@code step-up} of {@link LoginSettings} and {@link ApiSettings} do both.
 *
 * @param before what has to hold first, such as a scope
 * @param acrValues any of these will do; empty when any level does
 * @param maxAge how long ago the login may be; null when any time will do
 */
public record RequiredLogin(
    AuthorizationManager<RequestAuthorizationContext> before,
    List<String> acrValues,
    @Nullable Duration maxAge,
    Clock clock)
    implements AuthorizationManager<RequestAuthorizationContext> {
  /** Clocks of two machines differ by so much. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  public RequiredLogin {
    acrValues = List.copyOf(acrValues);
  }

  /** Beside {@code before}, one of these levels or a higher one. */
  public static RequiredLogin acr(
      AuthorizationManager<RequestAuthorizationContext> before, String... acrValues) {
    return new RequiredLogin(before, List.of(acrValues), null, Clock.systemUTC());
  }

  /** The same, and no longer ago than this. */
  public RequiredLogin notOlderThan(Duration age) {
    return new RequiredLogin(before, acrValues, age, clock);
  }

  /**
   * From a setting: {@code acr} values apart by spaces, of which any will do, and perhaps how old
   * the login may be as an ISO 8601 duration, such as {@code urn:xinfu:acr:aal2 PT5M}.
   */
  static RequiredLogin of(
      AuthorizationManager<RequestAuthorizationContext> before, String setting, Clock clock) {
    List<String> acr = new ArrayList<>();
    Duration age = null;
    for (String word : List.of(setting.strip().split("\\s+"))) {
      if (word.startsWith("PT") || word.matches("P[0-9].*")) {
        age = Duration.parse(word);
      } else if (!word.isEmpty()) {
        acr.add(word);
      }
    }
    if (acr.isEmpty() && age == null) {
      throw new IllegalArgumentException("step-up asks for nothing: acr values, an age or both");
    }
    return new RequiredLogin(before, acr, age, clock);
  }

  /** As parameters of an authorization request (RFC 9470 §4). */
  Map<String, Object> parameters() {
    Map<String, Object> asked = new LinkedHashMap<>();
    if (!acrValues.isEmpty()) {
      asked.put("acr_values", String.join(" ", acrValues));
    }
    if (maxAge != null) {
      asked.put("max_age", Long.toString(maxAge.toSeconds()));
    }
    return asked;
  }

  /** Says which requirement is not met. */
  record Insufficient(RequiredLogin required) implements AuthorizationResult {
    @Override
    public boolean isGranted() {
      return false;
    }
  }

  @Override
  public @Nullable AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> caller, RequestAuthorizationContext request) {
    AuthorizationResult first = before.authorize(caller, request);
    if (first == null || !first.isGranted()) {
      return first;
    }
    ClaimAccessor login = login(caller.get());
    return login != null && met(login) ? first : new Insufficient(this);
  }

  /** The access token of a call, the ID token of a page's login; null for any other caller. */
  private static @Nullable ClaimAccessor login(@Nullable Authentication caller) {
    if (caller instanceof JwtAuthenticationToken token) {
      return token.getToken();
    }
    return caller != null && caller.getPrincipal() instanceof OidcUser user
        ? user.getIdToken()
        : null;
  }

  private boolean met(ClaimAccessor login) {
    String told = login.getClaimAsString("acr");
    boolean level =
        acrValues.isEmpty()
            || (told != null
                && acrValues.stream().anyMatch(wanted -> AcrValue.satisfies(told, wanted)));
    return level && (maxAge == null || recent(login, maxAge));
  }

  private boolean recent(ClaimAccessor login, Duration age) {
    Instant at = login.getClaimAsInstant("auth_time");
    return at != null && !at.plus(age).plus(SKEW).isBefore(clock.instant());
  }
}
