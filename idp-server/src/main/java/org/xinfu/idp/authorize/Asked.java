package org.xinfu.idp.authorize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * An authorization request whose client and redirect URI are known to be good, so that every answer
 * has somewhere to go.
 *
 * @param wishes whom and how sure the client wants it; nothing until they were read
 * @param maxAge seconds; null when the request does not say
 */
record Asked(
    RegisteredClient client,
    String redirectUri,
    ResponseMode mode,
    Set<String> scopes,
    Set<Prompt> prompts,
    @Nullable Long maxAge,
    Wishes wishes,
    Parameters parameters) {
  /** What later steps look at; nothing else of the request is kept with the grant. */
  private static final List<String> KEPT =
      List.of(
          "nonce",
          "code_challenge",
          "code_challenge_method",
          "response_mode",
          "prompt",
          "max_age",
          "acr_values",
          "claims",
          "dpop_jkt",
          "resource");

  private static final Authentication NOBODY =
      new AnonymousAuthenticationToken(
          "nobody", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

  /**
   * Who answers.
   *
   * @param uri of the endpoint
   * @param facts kept with the grant
   */
  record Answerer(String uri, @Nullable Authentication login, Map<String, Object> facts) {}

  Asked wishing(Wishes read) {
    return new Asked(client, redirectUri, mode, scopes, prompts, maxAge, read, parameters);
  }

  /** With the age of logins that the client registered, where the request does not say. */
  Asked within(RequestPolicy policy) {
    Long age = maxAge == null ? policy.defaultMaxAge() : maxAge;
    return new Asked(client, redirectUri, mode, scopes, prompts, age, wishes, parameters);
  }

  /** The request as the framework knows it. */
  OAuth2AuthorizationCodeRequestAuthenticationToken token(Answerer by, Set<String> granted) {
    Map<String, Object> kept = new HashMap<>(by.facts());
    for (String name : KEPT) {
      String value = parameters.get(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        by.uri(),
        client.getClientId(),
        by.login() == null ? NOBODY : by.login(),
        redirectUri,
        parameters.get("state"),
        granted,
        kept);
  }

  /** The error that the client is told. */
  OAuth2AuthorizationCodeRequestAuthenticationException refused(String code, String description) {
    return refused(new OAuth2Error(code, description, null));
  }

  OAuth2AuthorizationCodeRequestAuthenticationException refused(OAuth2Error error) {
    return new OAuth2AuthorizationCodeRequestAuthenticationException(
        error, token(new Answerer(redirectUri, null, Map.of()), scopes));
  }

  /** An error that has nowhere safe to go: the person sees a page. */
  static OAuth2AuthorizationCodeRequestAuthenticationException nowhere(String description) {
    return nowhere(new OAuth2Error("invalid_request", description, null));
  }

  static OAuth2AuthorizationCodeRequestAuthenticationException nowhere(OAuth2Error error) {
    return new OAuth2AuthorizationCodeRequestAuthenticationException(error, null);
  }
}
