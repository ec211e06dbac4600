package org.xinfu.idp.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.trust.json.CanonicalJson;

/**
 * Writes the access token of a machine (RFC 9068) at once: the same claims that {@link TokenClaims}
 * gives it on the way through the framework.
 */
public final class MachineTokenText {
  private final OwnKeys keys;
  private final String issuer;

  public MachineTokenText(OwnKeys keys, String issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  /**
   * The signed token.
   *
   * @param scopes those of the client that it asked for
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public String write(RegisteredClient client, Set<String> scopes, Instant now) {
    SigningKey key = keys.current(ClientFacts.algorithms(client).accessToken());
    return HsmJwtEncoder.signed(key, CanonicalJson.write(claims(client, scopes, now)));
  }

  private Map<String, Object> claims(RegisteredClient client, Set<String> scopes, Instant now) {
    Set<String> audiences = Scopes.audiences(scopes);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", client.getClientId());
    claims.put("aud", audiences.isEmpty() ? Set.of(client.getClientId()) : audiences);
    claims.put("nbf", now);
    claims.put("iat", now);
    claims.put("exp", now.plus(client.getTokenSettings().getAccessTokenTimeToLive()));
    claims.put("jti", MachineTokens.id(client, UUID.randomUUID().toString()));
    claims.put("scope", String.join(" ", scopes));
    claims.put("client_id", client.getClientId());
    claims.put("name", client.getClientName());
    claims.put("roles", List.of());
    String org = ClientFacts.org(client);
    if (org != null) {
      claims.put("org", org);
    }
    claims.replaceAll(WrittenClaims::of);
    return claims;
  }
}
