package org.xinfu.idp.authorize;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.LinkedHashMap;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientKeys;

/**
 * Where the words of a request are: in the query or form, in a request object (RFC 9101), or pushed
 * before (RFC 9126). No URL is fetched on a stranger's word.
 */
final class RequestSources {
  private final RequestRules rules;
  private final PushedRequests pushed;
  private final RequestPolicies policies;
  private final RequestObjects objects;
  private final ClientKeys keys;

  RequestSources(RequestRules rules, AuthorizationDoor.Requests requests, RequestObjects objects) {
    this.rules = rules;
    this.pushed = requests.pushed();
    this.policies = requests.policies();
    this.objects = objects;
    this.keys = requests.keys();
  }

  /** At the authorization endpoint. */
  Parameters presented(RegisteredClient client, Parameters given) {
    if (!given.repeated().isEmpty()) {
      throw rules.refused(client, given, error("invalid_request", "a parameter was sent twice"));
    }
    String uri = given.get("request_uri");
    if (uri != null && given.get("request") != null) {
      throw rules.refused(client, given, error("invalid_request", "request or request_uri"));
    }
    if (uri != null && !uri.startsWith(PushedRequests.PREFIX)) {
      throw rules.refused(client, given, error("request_uri_not_supported", "push the request"));
    }
    if (uri != null) {
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
    return signed(client, given);
  }

  /** At the endpoint for pushed requests, which takes request objects too (RFC 9126 §3). */
  Parameters signed(RegisteredClient client, Parameters given) {
    String object = given.get("request");
    JWKSource<SecurityContext> known = keys.of(client);
    if (object == null) {
      if (policies.of(client.getClientId()).requireSigned()) {
        throw rules.refused(
            client, given, error("invalid_request", "this client signs its requests"));
      }
      return given;
    }
    if (known == null) {
      throw rules.refused(
          client, given, error("request_not_supported", "the client has no keys here"));
    }
    // Nothing beside the object counts (RFC 9101 §6.3).
    return objects
        .read(object, client.getClientId(), known)
        .orElseThrow(
            () ->
                rules.refused(
                    client, given, error("invalid_request_object", "not to be believed")));
  }

  private static OAuth2Error error(String code, String description) {
    return new OAuth2Error(code, description, null);
  }
}
