package org.xinfu.kit.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.xinfu.trust.spring.CertificateBinding;
import org.xinfu.trust.spring.IssuerTokens;

/** Which access tokens are believed (RFC 9068 §4) and what they allow. */
public final class TokenRules {
  private static final Duration SKEW = Duration.ofSeconds(60);

  private TokenRules() {}

  /** The same under ES256 alone. */
  public static JwtDecoder decoder(String issuer, String audience) {
    return decoder(issuer, audience, List.of("ES256"));
  }

  /**
   * These algorithms only, this issuer, this audience, in time but for a minute; keys are fetched
   * when needed.
   */
  public static JwtDecoder decoder(String issuer, String audience, List<String> algorithms) {
    return IssuerTokens.decoder(issuer, algorithms, Set.of(), rules(issuer, audience));
  }

  /**
   * This issuer, this audience, with an end, in time but for a minute, and not of a client in
   * trial: its persons are fictitious and no service acts for them.
   */
  public static OAuth2TokenValidator<Jwt> rules(String issuer, String audience) {
    return new DelegatingOAuth2TokenValidator<>(
        List.of(
            rulesWithSandbox(issuer, audience),
            new JwtClaimValidator<@Nullable Object>(
                "sandbox", mark -> !Boolean.TRUE.equals(mark))));
  }

  /** The same with tokens of clients in trial; whoever takes them keeps both sides apart. */
  public static OAuth2TokenValidator<Jwt> rulesWithSandbox(String issuer, String audience) {
    return new DelegatingOAuth2TokenValidator<>(
        List.of(
            new JwtTimestampValidator(SKEW),
            // The one above lets a token without an end through; RFC 9068 section 2.2 does not.
            new JwtClaimValidator<@Nullable Object>("exp", end -> end != null),
            new JwtIssuerValidator(issuer),
            new CertificateBinding(),
            new JwtClaimValidator<@Nullable Collection<String>>(
                "aud", aud -> aud != null && aud.contains(audience))));
  }

  /** {@code scope} becomes SCOPE_x, {@code roles} become ROLE_X. */
  public static JwtAuthenticationConverter authorities() {
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(TokenRules::authorities);
    return converter;
  }

  private static Collection<GrantedAuthority> authorities(Jwt token) {
    List<GrantedAuthority> all = new ArrayList<>(roles(token.getClaimAsStringList("roles")));
    for (String scope : scopes(token)) {
      all.add(new SimpleGrantedAuthority("SCOPE_" + scope));
    }
    return all;
  }

  /** ROLE_X for each role. */
  public static List<GrantedAuthority> roles(@Nullable List<String> roles) {
    List<GrantedAuthority> all = new ArrayList<>();
    if (roles != null) {
      roles.forEach(role -> all.add(new SimpleGrantedAuthority("ROLE_" + role)));
    }
    return all;
  }

  private static List<String> scopes(Jwt token) {
    Object scope = token.getClaims().get("scope");
    if (scope instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return scope instanceof String text && !text.isBlank() ? List.of(text.split(" ")) : List.of();
  }
}
