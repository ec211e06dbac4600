package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2PushedAuthorizationRequestEndpointConfigurer;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.client.RedirectRule;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.ShowableFactors;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.door.InPlace;

/** How the authorization endpoint differs from the framework's. */
public final class AuthorizationDoor {
  private final String issuer;
  private final Part part;
  private final AuthorizationAnswers answers;
  private final RequestRules rules;
  private final RequestSources sources;
  private final PushedRequestEndpoint push;

  /** What the endpoint stands on. */
  public record Part(
      Known known,
      Wording wording,
      OAuth2AuthorizationService grants,
      IdpAudit audit,
      Clock clock) {}

  /**
   * Who may ask, and about whom.
   *
   * @param read the account as it is in this request
   * @param levels how well it is known who somebody is
   * @param factors what somebody could show beside a password
   * @param sandbox which clients meet fictitious persons
   */
  public record Known(
      Accounts accounts,
      Function<String, Optional<Account>> read,
      RegisteredClientRepository clients,
      Subjects subjects,
      IdentityLevels levels,
      ShowableFactors factors,
      Represented represented,
      Sandbox sandbox) {}

  /** For whom somebody acts: in this request, and for whom they may. */
  public record Represented(Visit visit, ActingIdentities identities) {}

  /** How levels are called, and how a hint is read. */
  public record Wording(AcrNames acr, IdTokenHints hints) {}

  /** Where requests come from beside the front channel, and by which keys they are signed. */
  public record Requests(
      PushedRequests pushed,
      PushAllowance allowance,
      RequestPolicies policies,
      ClientKeys keys,
      ReferredObjects referred) {}

  public AuthorizationDoor(String issuer, Part part, Requests requests, FormPostPage formPost) {
    this.issuer = issuer;
    this.part = part;
    this.answers = new AuthorizationAnswers(issuer, formPost);
    this.rules = new RequestRules(part.wording(), requests.policies());
    this.sources = new RequestSources(rules, requests, new RequestObjects(issuer, part.clock()));
    this.push = new PushedRequestEndpoint(sources, rules, requests, part.clock());
  }

  /** Puts our two steps before the framework's: reading the request, and what is still due. */
  public void open(HttpSecurity http, WaitingRoom room, InPlace pages) {
    RequestReader reader = new RequestReader(part, room, rules, sources);
    http.addFilterAfter(new RequestFilter(reader, part.grants(), answers), LogoutFilter.class)
        .addFilterBefore(
            new InteractionFilter(room, part, answers, pages), AuthorizationFilter.class);
  }

  /** Whether nothing is due from the person any more; such a request needs no login. */
  public static boolean settled(HttpServletRequest request) {
    return Turn.decided(request);
  }

  /** Whether it is asked what was agreed to before: not where nobody has to agree to anything. */
  public static boolean consentMatters(HttpServletRequest request) {
    Turn turn = Turn.of(request);
    return turn == null // the form of the consent page
        || turn.asked().prompts().contains(Prompt.CONSENT)
        || mayNeedConsent(turn.asked().client(), turn.asked().scopes());
  }

  /** The framework's part of the endpoint. */
  public void configure(OAuth2AuthorizationEndpointConfigurer endpoint) {
    endpoint
        .consentPage("/oauth2/consent")
        .authorizationRequestConverters(
            readers ->
                readers.set(
                    0,
                    new PermittedScopes(part.known().read(), part.known().represented().visit())))
        .authenticationProviders(AuthorizationDoor::checks)
        .authorizationResponseHandler(answers)
        .errorResponseHandler(answers);
  }

  /** The endpoint for pushed requests (RFC 9126). */
  public void configure(OAuth2PushedAuthorizationRequestEndpointConfigurer endpoint) {
    endpoint
        .pushedAuthorizationRequestConverters(
            readers -> readers.set(0, PushedRequestEndpoint::read))
        .authenticationProviders(providers -> providers.set(0, push))
        .pushedAuthorizationResponseHandler(PushedRequestEndpoint::answer)
        .errorResponseHandler(PushedRequestEndpoint::refuse);
  }

  /** What the endpoint says of itself (OpenID Connect Discovery §3). */
  public void describe(BiConsumer<String, Object> document) {
    document.accept("response_modes_supported", List.of("query", "form_post"));
    document.accept(
        "prompt_values_supported", List.of("none", "login", "consent", "select_account"));
    document.accept("acr_values_supported", part.wording().acr().supported());
    document.accept(
        "claims_supported",
        List.of(
            "sub", "name", "roles", "org", "auth_time", "acr", "amr", "act", "mandate", "staff"));
    document.accept("claims_parameter_supported", true);
    document.accept("pushed_authorization_request_endpoint", issuer + "/oauth2/par");
    document.accept("require_pushed_authorization_requests", false);
    document.accept("request_parameter_supported", true);
    document.accept("request_object_signing_alg_values_supported", RequestObjects.ALGORITHMS);
    document.accept("require_signed_request_object", false);
    document.accept("request_uri_parameter_supported", true);
    document.accept("require_request_uri_registration", true);
    document.accept("ui_locales_supported", List.of("zh-CN", "en"));
  }

  private static void checks(List<AuthenticationProvider> providers) {
    for (AuthenticationProvider provider : providers) {
      if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider request) {
        request.setAuthenticationValidator(frameworkRules());
        request.setAuthorizationConsentRequired(AuthorizationDoor::consentRequired);
      } else if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider answer) {
        answer.setAuthorizationConsentCustomizer(AuthorizationDoor::answered);
      }
    }
  }

  /**
   * Who says no takes back what was agreed before; the framework would go on with that. Who says
   * yes once more has decided once more: the framework keeps nothing where what it would keep is as
   * it was, so it is marked; the store keeps scopes alone.
   */
  private static void answered(OAuth2AuthorizationConsentAuthenticationContext context) {
    OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
    if (answer.getScopes().isEmpty()) {
      context.getAuthorizationConsent().authorities(Set::clear);
    } else {
      context.getAuthorizationConsent().authority(new SimpleGrantedAuthority("ANSWERED"));
    }
  }

  private static Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> frameworkRules() {
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
   * is not needed (OpenID Connect Core §3.1.2.1). What is known of an entity is never told unasked.
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
    return mayNeedConsent(context.getRegisteredClient(), scopes)
        && !nothingToAsk
        && (given == null || !given.getScopes().containsAll(scopes));
  }

  private static boolean mayNeedConsent(RegisteredClient client, Set<String> scopes) {
    return scopes.contains(Scopes.ENTITY)
        || client.getClientSettings().isRequireAuthorizationConsent();
  }
}
