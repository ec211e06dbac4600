package org.xinfu.trust.client;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.Bytes;

/**
 * Tokens by the client credentials grant (RFC 6749 §4.4), kept until shortly before they expire.
 */
final class ClientCredentials implements TokenSource {
  private static final int MARGIN_SECONDS = 30;
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Transport idp;
  private final String issuer;
  private final ClientAuthentication client;
  private final List<String> scopes;
  private final Clock clock;
  private String token = "";
  private Instant usableUntil = Instant.MIN;

  ClientCredentials(
      Transport idp, String issuer, ClientAuthentication client, List<String> scopes, Clock clock) {
    this.idp = idp;
    this.issuer = issuer;
    this.client = client;
    this.scopes = List.copyOf(scopes);
    this.clock = clock;
  }

  @Override
  public synchronized String token() {
    if (!clock.instant().isBefore(usableUntil)) {
      Fields answer = new Fields(idp.send(request()).object());
      int lifetime = answer.number("expires_in");
      token = answer.text("access_token");
      // Last: an answer that breaks the contract must not leave an older token in use.
      usableUntil = clock.instant().plusSeconds(lifetime - MARGIN_SECONDS);
    }
    return token;
  }

  private Call request() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", String.join(" ", scopes));
    if (client instanceof ClientAuthentication.PrivateKey key) {
      form.put("client_id", key.clientId());
      form.put("client_assertion_type", JWT_BEARER);
      form.put("client_assertion", key.assertion(issuer, clock.instant()));
    }
    Call call =
        new Call(
            "POST",
            "/oauth2/token",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            Bytes.utf8(Form.of(form)));
    return client instanceof ClientAuthentication.Secret secret
        ? call.with("Authorization", secret.header())
        : call;
  }
}
