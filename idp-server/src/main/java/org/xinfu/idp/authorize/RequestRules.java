package org.xinfu.idp.authorize;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.RedirectRule;

/**
 * What every authorization request has to keep to (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1),
 * wherever it was read.
 */
final class RequestRules {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final AcrNames names;
  private final IdTokenHints hints;
  private final RequestPolicies policies;

  RequestRules(AuthorizationDoor.Wording wording, RequestPolicies policies) {
    this.names = wording.acr();
    this.hints = wording.hints();
    this.policies = policies;
  }

  /** Throws what the client, or without a redirect URI the person, is to be told. */
  Asked check(RegisteredClient client, Parameters given) {
    Asked asked =
        answerable(client, given)
            .orElseThrow(() -> Asked.nowhere("redirect_uri is not registered"));
    RequestPolicy policy = policies.of(client.getClientId());
    return sound(asked, given).within(policy).wishing(wishes(asked, given, policy));
  }

  /** The error, told where it safely can be. */
  OAuth2AuthorizationCodeRequestAuthenticationException refused(
      RegisteredClient client, Parameters given, OAuth2Error error) {
    return answerable(client, given)
        .map(asked -> asked.refused(error))
        .orElseGet(() -> Asked.nowhere(error));
  }

  /** The request as far as an answer needs it; what is wrong in it counts as absent. */
  private static Optional<Asked> answerable(RegisteredClient client, Parameters given) {
    String redirect = given.get("redirect_uri");
    if (redirect == null || !RedirectRule.allowed(client, redirect)) {
      return Optional.empty();
    }
    String maxAge = given.get("max_age");
    return Optional.of(
        new Asked(
            client,
            redirect,
            ResponseMode.parse(given.get("response_mode")).orElse(ResponseMode.QUERY),
            words(given.get("scope")),
            Prompt.parse(given.get("prompt")).orElse(Set.of()),
            maxAge == null || !SECONDS.matcher(maxAge).matches() ? null : Long.valueOf(maxAge),
            Wishes.NONE,
            given));
  }

  private static Asked sound(Asked asked, Parameters given) {
    if (!given.repeated().isEmpty()) {
      throw asked.refused("invalid_request", "sent twice: " + known(given.repeated()));
    }
    if (ResponseMode.parse(given.get("response_mode")).isEmpty()) {
      throw asked.refused("invalid_request", "response_mode is query or form_post");
    }
    String type = given.get("response_type");
    if (!"code".equals(type)) {
      String code = type == null ? "invalid_request" : "unsupported_response_type";
      throw asked.refused(code, "response_type is code");
    }
    if (given.get("registration") != null) {
      throw asked.refused("registration_not_supported", "clients are registered beforehand");
    }
    if (Prompt.parse(given.get("prompt")).isEmpty()) {
      throw asked.refused("invalid_request", "prompt is unknown, or none comes with others");
    }
    if (given.get("max_age") != null && asked.maxAge() == null) {
      throw asked.refused("invalid_request", "max_age is a number of seconds");
    }
    granted(asked);
    return asked;
  }

  /**
   * The client may do this at all, and with PKCE (RFC 7636 §4.3; RFC 9700 §2.1.1: S256) unless it
   * proves itself and is registered for less ({@code require_pkce}).
   */
  private static void granted(Asked asked) {
    RegisteredClient client = asked.client();
    if (!client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.AUTHORIZATION_CODE)) {
      throw asked.refused("unauthorized_client", "not by authorization code");
    }
    if (asked.scopes().isEmpty() || !client.getScopes().containsAll(asked.scopes())) {
      throw asked.refused("invalid_scope", "scope is not the client's");
    }
    String challenge = asked.parameters().get("code_challenge");
    boolean bare = challenge == null && asked.parameters().get("code_challenge_method") == null;
    if (bare && !client.getClientSettings().isRequireProofKey()) {
      return;
    }
    if (challenge == null || !CHALLENGE.matcher(challenge).matches()) {
      throw asked.refused("invalid_request", "code_challenge is missing or no SHA-256");
    }
    if (!"S256".equals(asked.parameters().get("code_challenge_method"))) {
      throw asked.refused("invalid_request", "code_challenge_method is S256");
    }
  }

  private Wishes wishes(Asked asked, Parameters given, RequestPolicy policy) {
    ClaimsRequest claims =
        ClaimsRequest.parse(given.get("claims"))
            .orElseThrow(() -> asked.refused("invalid_request", "claims has not its shape"));
    String hint = given.get("id_token_hint");
    String hinted =
        hint == null
            ? null
            : hints
                .subject(hint, asked.client().getClientId())
                .orElseThrow(
                    () -> asked.refused("invalid_request", "id_token_hint is not ours for you"));
    return Wishes.of(
        hinted,
        claims,
        AcrWish.of(claims, given.get("acr_values"), policy, names),
        AcrWish.least(policy, names));
  }

  /** Only names that we know are said back. */
  private static String known(Set<String> repeated) {
    return String.join(" ", repeated).replaceAll("[^a-z_ ]", "?");
  }

  private static Set<String> words(@Nullable String line) {
    return line == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(line.split(" ")));
  }
}
