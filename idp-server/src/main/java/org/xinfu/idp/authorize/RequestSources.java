package org.xinfu.idp.authorize;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientKeys;

/**
 * Where the words of a request are: in the query or form, in a request object (RFC 9101) that comes
 * along or lies where the client registered, or pushed before (RFC 9126). No URL is fetched on a
 * stranger's word.
 */
final class RequestSources {
  private final RequestRules rules;
  private final PushedRequests pushed;
  private final RequestPolicies policies;
  private final RequestObjects objects;
  private final ReferredObjects referred;
  private final ClientKeys keys;

  RequestSources(RequestRules rules, AuthorizationDoor.Requests requests, RequestObjects objects) {
    this.rules = rules;
    this.pushed = requests.pushed();
    this.policies = requests.policies();
    this.objects = objects;
    this.referred = requests.referred();
    this.keys = requests.keys();
  }

  /**
   * At the authorization endpoint.
   *
   * @param prefix where the request comes from
   */
  Parameters presented(RegisteredClient client, Parameters given, Supplier<String> prefix) {
    if (!given.repeated().isEmpty()) {
      throw rules.refused(client, given, error("invalid_request", "a parameter was sent twice"));
    }
    String uri = given.get("request_uri");
    if (uri != null && given.get("request") != null) {
      throw rules.refused(client, given, error("invalid_request", "request or request_uri"));
    }
    if (uri != null && uri.startsWith(PushedRequests.PREFIX)) {
      return pushed
          .take(uri, client.getClientId())
          .map(kept -> Parameters.of(new LinkedHashMap<>(kept)))
          .orElseThrow(
              () ->
                  rules.refused(
                      client, given, error("invalid_request_uri", "used, expired or unknown")));
    }
    if (policies.of(client.getClientId()).requirePushed()) {
      throw rules.refused(
          client, given, error("invalid_request", "this client pushes its requests"));
    }
    return uri == null ? signed(client, given) : referred(client, given, uri, prefix.get());
  }

  /** An object on the client's site (RFC 9101 §5.2), which is believed as one that comes along. */
  private Parameters referred(
      RegisteredClient client, Parameters given, String uri, String prefix) {
    if (!policies.of(client.getClientId()).requestUris().contains(uri)) {
      throw rules.refused(client, given, error("invalid_request_uri", "not registered"));
    }
    return switch (referred.of(client.getClientId(), uri, prefix)) {
      case ReferredObjects.Found.Text text -> believed(client, given, text.object(), text.term());
      case ReferredObjects.Found.Nothing nothing ->
          throw rules.refused(client, given, error("invalid_request_uri", nothing.why()));
      case ReferredObjects.Found.Busy busy ->
          throw rules.refused(
              client, given, error("temporarily_unavailable", "too many wait for that address"));
    };
  }

  /** At the endpoint for pushed requests, which takes request objects too (RFC 9126 §3). */
  Parameters signed(RegisteredClient client, Parameters given) {
    String object = given.get("request");
    if (object == null) {
      if (policies.of(client.getClientId()).requireSigned()) {
        throw rules.refused(
            client, given, error("invalid_request", "this client signs its requests"));
      }
      return given;
    }
    return believed(client, given, object, RequestObjects.Term.SHORT);
  }

  private Parameters believed(
      RegisteredClient client, Parameters given, String object, RequestObjects.Term term) {
    JWKSource<SecurityContext> known = keys.of(client);
    if (known == null) {
      throw rules.refused(
          client, given, error("request_not_supported", "the client has no keys here"));
    }
    // Nothing beside the object counts (RFC 9101 §6.3).
    return objects
        .read(object, client.getClientId(), known, term)
        .orElseThrow(
            () ->
                rules.refused(
                    client, given, error("invalid_request_object", "not to be believed")));
  }

  private static OAuth2Error error(String code, String description) {
    return new OAuth2Error(code, description, null);
  }
}
