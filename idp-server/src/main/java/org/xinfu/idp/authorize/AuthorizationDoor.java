package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationEndpointConfigurer;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.xinfu.idp.client.RedirectRule;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;

/** How the authorization endpoint differs from the framework's. */
public final class AuthorizationDoor {
  private final Part part;
  private final AuthorizationAnswers answers;

  /**
   * What the endpoint stands on.
   *
   * @param levels how well it is known who somebody is
   */
  public record Part(
      Accounts accounts,
      RegisteredClientRepository clients,
      OAuth2AuthorizationService grants,
      IdentityLevels levels,
      AcrNames acr,
      IdTokenHints hints,
      Clock clock) {}

  public AuthorizationDoor(String issuer, Part part, FormPostPage formPost) {
    this.part = part;
    this.answers = new AuthorizationAnswers(issuer, formPost);
  }

  /** Puts our two steps before the framework's: reading the request, and what is still due. */
  public void open(HttpSecurity http, WaitingRoom room) {
    RequestReader reader =
        new RequestReader(part, room, new RequestRules(part.acr(), part.hints()));
    http.addFilterAfter(new RequestFilter(reader, part.grants(), answers), LogoutFilter.class)
        .addFilterBefore(new InteractionFilter(room, part, answers), AuthorizationFilter.class);
  }

  /** Whether nothing is due from the person any more; such a request needs no login. */
  public static boolean settled(HttpServletRequest request) {
    return Turn.decided(request);
  }

  /** The framework's part of the endpoint. */
  public void configure(OAuth2AuthorizationEndpointConfigurer endpoint) {
    endpoint
        .consentPage("/oauth2/consent")
        .authorizationRequestConverters(
            readers -> readers.set(0, new PermittedScopes(part.accounts())))
        .authenticationProviders(AuthorizationDoor::checks)
        .authorizationResponseHandler(answers)
        .errorResponseHandler(answers);
  }

  /** What the endpoint says of itself (OpenID Connect Discovery §3). */
  public void describe(BiConsumer<String, Object> document) {
    document.accept("response_modes_supported", List.of("query", "form_post"));
    document.accept(
        "prompt_values_supported", List.of("none", "login", "consent", "select_account"));
    document.accept("acr_values_supported", part.acr().supported());
    document.accept(
        "claims_supported", List.of("sub", "name", "roles", "org", "auth_time", "acr", "amr"));
    document.accept("claims_parameter_supported", true);
    document.accept("request_parameter_supported", false);
    document.accept("request_uri_parameter_supported", false);
    document.accept("ui_locales_supported", List.of("zh-CN", "en"));
  }

  private static void checks(List<AuthenticationProvider> providers) {
    for (AuthenticationProvider provider : providers) {
      if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider request) {
        request.setAuthenticationValidator(rules());
        request.setAuthorizationConsentRequired(AuthorizationDoor::consentRequired);
      }
    }
  }

  /** What a request has to keep to at this endpoint, pushed or not. */
  static Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> rules() {
    return new RedirectRule()
        .andThen(
            Objects.requireNonNull(
                OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR))
        .andThen(AuthorizationDoor::someScope);
  }

  /** Refuses a request of which no scope is left; {@code scope} is required here. */
  private static void someScope(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
    OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
    if (asked.getScopes().isEmpty()) {
      throw new OAuth2AuthorizationCodeRequestAuthenticationException(
          new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE, "no permitted scope", null), asked);
    }
  }

  /**
   * The framework's rule, and {@code prompt=consent}, which asks again even where it was given or
   * is not needed (OpenID Connect Core §3.1.2.1).
   */
  private static boolean consentRequired(
      OAuth2AuthorizationCodeRequestAuthenticationContext context) {
    OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
    Object prompt = asked.getAdditionalParameters().get("prompt");
    boolean wished =
        Prompt.parse((String) prompt).map(all -> all.contains(Prompt.CONSENT)).orElse(false);
    if (wished) {
      return true;
    }
    var scopes = asked.getScopes();
    boolean nothingToAsk = scopes.size() == 1 && scopes.contains(OidcScopes.OPENID);
    var given = context.getAuthorizationConsent();
    return context.getRegisteredClient().getClientSettings().isRequireAuthorizationConsent()
        && !nothingToAsk
        && (given == null || !given.getScopes().containsAll(scopes));
  }
}
