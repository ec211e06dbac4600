package org.xinfu.idp.store;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.token.IssuedToken;
import org.xinfu.idp.token.MachineTokens;

/**
 * Grants of machines: what rests is the audit row of each token and, for those that were called
 * back (RFC 7009) before they expired, that they were. The other grants are in the store behind.
 */
public final class MachineGrants implements OAuth2AuthorizationService {
  private static final IdpAudit.Fact CALLED_BACK =
      new IdpAudit.Fact("machine-token-revoked", "done", java.util.Map.of());

  private final OAuth2AuthorizationService others;
  private final MachineTokens tokens;
  private final GrantTable table;
  private final GrantCodec codec = new GrantCodec();
  private final JdbcAudit audit;
  private final Clock clock;

  public MachineGrants(
      OAuth2AuthorizationService others,
      MachineTokens tokens,
      JdbcClient jdbc,
      JdbcGrantStore.Part part) {
    this.others = others;
    this.tokens = tokens;
    this.table = new GrantTable(jdbc, part.audit());
    this.audit = part.audit();
    this.clock = part.clock();
  }

  @Override
  public void save(OAuth2Authorization grant) {
    OAuth2Authorization.Token<OAuth2AccessToken> access = grant.getAccessToken();
    if (access == null || !machine(grant) || grant.getAttribute(GrantCodec.LOADED) != null) {
      others.save(grant);
    } else if (access.isInvalidated()) {
      GrantRow row = codec.toRow(grant);
      table.callBack(row, GrantTable.lastUse(row, clock.instant()), CALLED_BACK);
    } else {
      audit.record(grant.getRegisteredClientId(), grant.getPrincipalName(), IssuedToken.of(grant));
    }
  }

  @Override
  public void remove(OAuth2Authorization grant) {
    others.remove(grant);
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return others.findById(id);
  }

  /** What was called back is unknown, whatever spelling of it is shown. */
  @Override
  public @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    boolean wanted = tokenType == null || OAuth2TokenType.ACCESS_TOKEN.equals(tokenType);
    if (!wanted || !MachineTokens.named(token)) {
      return others.findByToken(token, tokenType);
    }
    return tokens.grant(token).filter(alive -> table.byId(alive.getId()).isEmpty()).orElse(null);
  }

  private static boolean machine(OAuth2Authorization grant) {
    return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(grant.getAuthorizationGrantType());
  }
}
