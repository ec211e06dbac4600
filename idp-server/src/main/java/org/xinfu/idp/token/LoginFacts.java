package org.xinfu.idp.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.xinfu.idp.domain.Assurance;

/**
 * What the login was worth when the code was granted: it rests with the grant, so that a refreshed
 * ID token and UserInfo say the same as the first (OpenID Connect Core §12.2).
 *
 * @param amr RFC 8176 values
 * @param at the claim {@code auth_time}
 * @param told names of these facts that UserInfo was asked to tell, by {@code claims}
 * @param shown names of claims about the person that the ID token was asked to tell, the same way
 */
public record LoginFacts(
    String acr, List<String> amr, Instant at, List<String> told, List<String> shown) {
  private static final String ACR = "xinfu.acr";
  private static final String AMR = "xinfu.amr";
  private static final String AT = "xinfu.auth_time";
  private static final String TOLD = "xinfu.told";
  private static final String SHOWN = "xinfu.shown";

  public LoginFacts {
    amr = List.copyOf(amr);
    told = List.copyOf(told);
    shown = List.copyOf(shown);
  }

  /** Facts of a login of which no ID token tells more. */
  public LoginFacts(String acr, List<String> amr, Instant at, List<String> told) {
    this(acr, amr, at, told, List.of());
  }

  /** The facts of a login under the name that its client understands. */
  public static LoginFacts of(String acr, Assurance assurance, List<String> told) {
    return new LoginFacts(acr, List.copyOf(assurance.amr()), assurance.at(), told);
  }

  /** The same for an ID token that is asked to tell these. */
  public LoginFacts showing(List<String> names) {
    return new LoginFacts(acr, amr, at, told, names);
  }

  /** As entries of the stored request; no client can send such names. */
  public Map<String, Object> stored() {
    return Map.of(
        ACR,
        acr,
        AMR,
        String.join(" ", amr),
        AT,
        Long.toString(at.getEpochSecond()),
        TOLD,
        String.join(" ", told),
        SHOWN,
        String.join(" ", shown));
  }

  /** The facts that a grant was given under; empty where nobody logged in for it. */
  public static Optional<LoginFacts> of(@Nullable OAuth2Authorization grant) {
    OAuth2AuthorizationRequest request =
        grant == null ? null : grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    if (request == null || !(request.getAdditionalParameters().get(ACR) instanceof String acr)) {
      return Optional.empty();
    }
    Map<String, Object> stored = request.getAdditionalParameters();
    return Optional.of(
        new LoginFacts(
            acr,
            words(stored.get(AMR)),
            Instant.ofEpochSecond(Long.parseLong(String.valueOf(stored.get(AT)))),
            words(stored.get(TOLD)),
            words(stored.get(SHOWN))));
  }

  /** Writes {@code acr}, {@code amr} and {@code auth_time} into a token. */
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

  /** Writes what was asked for into UserInfo (OpenID Connect Core §5.5). */
  void tell(OidcUserInfo.Builder claims) {
    if (told.contains("acr")) {
      claims.claim("acr", acr);
    }
    if (told.contains("amr") && !amr.isEmpty()) {
      claims.claim("amr", amr);
    }
    if (told.contains("auth_time")) {
      claims.claim("auth_time", at.getEpochSecond());
    }
  }

  private static List<String> words(@Nullable Object line) {
    String text = line == null ? "" : line.toString();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }
}
