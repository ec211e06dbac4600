package org.xinfu.idp.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of {@code oauth2_grant}: what was granted to a client, and the hashes of its tokens. */
record GrantRow(
    String id,
    long version,
    String clientId,
    String principal,
    String grantType,
    String scopes,
    @Nullable Instant authenticatedAt,
    @Nullable String request,
    @Nullable String stateHash,
    @Nullable Token code,
    @Nullable Token access,
    @Nullable String accessScopes,
    @Nullable Token refresh,
    @Nullable Token idToken,
    @Nullable String idTokenClaims,
    @Nullable String sid) {

  /** The same, made in this login. */
  GrantRow of(@Nullable String login) {
    return with(version, code, issued(), login);
  }

  /** The same, to be written over this version. */
  GrantRow over(long loaded) {
    return with(loaded, code, issued(), sid);
  }

  /** The same with its code spent for these tokens. */
  GrantRow spent(Issued issued) {
    return with(version, code == null ? null : code.invalid(), issued, sid);
  }

  private Issued issued() {
    return new Issued(access, accessScopes, refresh, idToken, idTokenClaims);
  }

  private GrantRow with(long loaded, @Nullable Token shown, Issued issued, @Nullable String login) {
    return new GrantRow(
        id,
        loaded,
        clientId,
        principal,
        grantType,
        scopes,
        authenticatedAt,
        request,
        stateHash,
        shown,
        issued.access(),
        issued.accessScopes(),
        issued.refresh(),
        issued.idToken(),
        issued.idTokenClaims(),
        login);
  }

  /**
   * A token as it rests: its hash, its life and whether it was called back.
   *
   * @param named whether it names this grant, and is found by that
   */
  record Token(
      String hash, boolean named, Instant issuedAt, Instant expiresAt, boolean invalidated) {
    private Token invalid() {
      return new Token(hash, named, issuedAt, expiresAt, true);
    }
  }

  /** The tokens of a grant: what its code was spent for. */
  record Issued(
      @Nullable Token access,
      @Nullable String accessScopes,
      @Nullable Token refresh,
      @Nullable Token idToken,
      @Nullable String idTokenClaims) {
    static final Issued NOTHING = new Issued(null, null, null, null, null);
  }
}
