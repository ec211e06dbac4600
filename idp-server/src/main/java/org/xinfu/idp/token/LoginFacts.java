package org.xinfu.idp.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.xinfu.idp.domain.Assurance;

/**
 * What the login was worth when the code was granted: it rests with the grant, so that a refreshed
 * ID token and UserInfo say the same as the first (OpenID Connect Core §12.2).
 *
 * @param amr RFC 8176 values
 * @param at the claim {@code auth_time}
 */
public record LoginFacts(String acr, List<String> amr, Instant at) {
  private static final String ACR = "xinfu.acr";
  private static final String AMR = "xinfu.amr";
  private static final String AT = "xinfu.auth_time";

  public LoginFacts {
    amr = List.copyOf(amr);
  }

  /** The facts of a login under the name that its client understands. */
  public static LoginFacts of(String acr, Assurance assurance) {
    return new LoginFacts(acr, List.copyOf(assurance.amr()), assurance.at());
  }

  /** As entries of the stored request; no client can send such names. */
  public Map<String, Object> stored() {
    return Map.of(ACR, acr, AMR, String.join(" ", amr), AT, Long.toString(at.getEpochSecond()));
  }

  /** The facts that a grant was given under; empty where nobody logged in for it. */
  public static Optional<LoginFacts> of(@Nullable OAuth2Authorization grant) {
    OAuth2AuthorizationRequest request =
        grant == null ? null : grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    if (request == null || !(request.getAdditionalParameters().get(ACR) instanceof String acr)) {
      return Optional.empty();
    }
    Map<String, Object> stored = request.getAdditionalParameters();
    String amr = String.valueOf(stored.get(AMR));
    return Optional.of(
        new LoginFacts(
            acr,
            amr.isEmpty() ? List.of() : Arrays.asList(amr.split(" ")),
            Instant.ofEpochSecond(Long.parseLong(String.valueOf(stored.get(AT))))));
  }

  /** Writes {@code acr}, {@code amr} and {@code auth_time} into an ID token. */
  static void claim(JwtEncodingContext context) {
    of(context.getAuthorization())
        .ifPresent(
            facts -> {
              context.getClaims().claim("acr", facts.acr()).claim("auth_time", facts.at());
              if (!facts.amr().isEmpty()) {
                context.getClaims().claim("amr", facts.amr());
              }
            });
  }
}
