package org.xinfu.idp.authorize;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.RedirectRule;

/**
 * What every authorization request has to keep to (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1),
 * beyond what the framework checks (scope, PKCE, grant type).
 */
final class RequestRules {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final AcrNames names;
  private final IdTokenHints hints;

  RequestRules(AcrNames names, IdTokenHints hints) {
    this.names = names;
    this.hints = hints;
  }

  /** Throws what the client, or without a redirect URI the person, is to be told. */
  Asked check(RegisteredClient client, Parameters given) {
    String redirect = given.get("redirect_uri");
    if (redirect == null || !RedirectRule.allowed(client, redirect)) {
      throw Asked.nowhere("redirect_uri is not registered");
    }
    Optional<ResponseMode> mode = ResponseMode.parse(given.get("response_mode"));
    Optional<Set<Prompt>> prompts = Prompt.parse(given.get("prompt"));
    String maxAge = given.get("max_age");
    boolean seconds = maxAge == null || SECONDS.matcher(maxAge).matches();
    Asked asked =
        new Asked(
            client,
            redirect,
            mode.orElse(ResponseMode.QUERY),
            words(given.get("scope")),
            prompts.orElse(Set.of()),
            maxAge == null || !seconds ? null : Long.valueOf(maxAge),
            Wishes.NONE,
            given);
    if (!given.repeated().isEmpty()) {
      throw asked.refused("invalid_request", "sent twice: " + known(given.repeated()));
    }
    if (mode.isEmpty()) {
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
    if (prompts.isEmpty()) {
      throw asked.refused("invalid_request", "prompt is unknown, or none comes with others");
    }
    if (!seconds) {
      throw asked.refused("invalid_request", "max_age is a number of seconds");
    }
    return asked.wishing(wishes(asked, given));
  }

  private Wishes wishes(Asked asked, Parameters given) {
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
    return Wishes.of(hinted, claims, AcrWish.of(claims, given.get("acr_values"), names));
  }

  /** Only names that we know are said back. */
  private static String known(Set<String> repeated) {
    return String.join(" ", repeated).replaceAll("[^a-z_ ]", "?");
  }

  private static Set<String> words(@Nullable String line) {
    return line == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(line.split(" ")));
  }
}
