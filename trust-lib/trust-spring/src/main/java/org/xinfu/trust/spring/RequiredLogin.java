package org.xinfu.trust.spring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * What a resource asks of the login behind an access token, by the claims {@code acr} and {@code
 * auth_time} (RFC 9068 §2.2.1). Use it in {@code access(…)} of a rule and give {@link
 * StepUpChallenge} to the chain, so that clients learn what to ask for (RFC 9470).
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
    return caller.get() instanceof JwtAuthenticationToken token && met(token)
        ? first
        : new Insufficient(this);
  }

  private boolean met(JwtAuthenticationToken token) {
    String told = token.getToken().getClaimAsString("acr");
    boolean level =
        acrValues.isEmpty()
            || (told != null
                && acrValues.stream().anyMatch(wanted -> AcrValue.satisfies(told, wanted)));
    return level && (maxAge == null || recent(token, maxAge));
  }

  private boolean recent(JwtAuthenticationToken token, Duration age) {
    Instant at = token.getToken().getClaimAsInstant("auth_time");
    return at != null && !at.plus(age).plus(SKEW).isBefore(clock.instant());
  }
}
