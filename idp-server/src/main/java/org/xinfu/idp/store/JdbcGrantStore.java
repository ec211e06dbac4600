package org.xinfu.idp.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Sender;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.token.GrantName;
import org.xinfu.idp.token.IssuedToken;

/**
 * Grants in PostgreSQL, found by what a presented token names, else by its hash.
 *
 * <p>Two promises beyond the framework's own store: a token's text never rests here, and a refresh
 * token that was rotated away brings the whole family down when it is seen again (RFC 9700
 * §4.14.2). Both a code and a refresh token are spent by writing over the version that was read, so
 * that of two simultaneous uses exactly one succeeds.
 */
public final class JdbcGrantStore implements OAuth2AuthorizationService {
  /** How long a consent page may stay open. */
  private static final Duration CONSENT = Duration.ofMinutes(10);

  private static final Map<String, String> COLUMNS =
      Map.of(
          OAuth2ParameterNames.STATE,
          "state_hash",
          OAuth2ParameterNames.CODE,
          "code_hash",
          OAuth2TokenType.ACCESS_TOKEN.getValue(),
          "access_hash",
          OAuth2TokenType.REFRESH_TOKEN.getValue(),
          "refresh_hash",
          OidcParameterNames.ID_TOKEN,
          "id_token_hash");

  /** Where the hashes of tokens are that name their grant. */
  private static final Map<String, String> NAMED =
      Map.of(
          "access_hash",
          "access_check",
          "refresh_hash",
          "refresh_check",
          "id_token_hash",
          "id_token_check");

  private final GrantTable table;
  private final RefreshFamily family;
  private final SignOutTable signOut;
  private final GrantCodec codec = new GrantCodec();
  private final RegisteredClientRepository clients;
  private final TransactionTemplate transaction;
  private final Part part;

  /** The clock, the audit book that the store writes into, and whose request it is. */
  public record Part(Clock clock, JdbcAudit audit, Visit visit, Sender sender) {}

  public JdbcGrantStore(
      org.springframework.jdbc.core.simple.JdbcClient jdbc,
      RegisteredClientRepository clients,
      TransactionTemplate transaction,
      Part part) {
    this.table = new GrantTable(jdbc, part.audit());
    this.family = new RefreshFamily(jdbc);
    this.signOut = new SignOutTable(jdbc);
    this.clients = clients;
    this.transaction = transaction;
    this.part = part;
  }

  @Override
  public void save(OAuth2Authorization grant) {
    GrantRow row = codec.toRow(grant);
    Instant keep = GrantTable.lastUse(row, part.clock().instant().plus(CONSENT));
    GrantRow before = grant.getAttribute(GrantCodec.LOADED);
    if (before == null) {
      GrantRow fresh = row.of(part.visit().sid().orElse(null));
      insert(fresh, keep);
      return;
    }
    Writing writing = new Writing(before, row, keep, grant);
    boolean written = alone(writing) ? written(writing) : together(writing);
    if (!written && !Boolean.TRUE.equals(transaction.execute(tx -> repeat(writing)))) {
      // Somebody spent the same code or refresh token in between: nobody can tell thief from owner.
      revoke(row, "token-used-twice");
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }

  /** A grant to be written over the row as it was loaded: the same version has the same content. */
  private record Writing(GrantRow before, GrantRow row, Instant keep, OAuth2Authorization grant) {
    Writing over(long version) {
      return new Writing(before, row.over(version), keep, grant);
    }

    /** Whether a refresh token is rotated away. */
    boolean rotates() {
      GrantRow.Token old = before.refresh();
      GrantRow.Token next = row.refresh();
      return old != null && next != null && !old.hash().equals(next.hash());
    }
  }

  /** The framework takes away what waits for the person's consent when they refuse it. */
  @Override
  public void remove(OAuth2Authorization grant) {
    table.refuse(grant);
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return table.byId(id).map(row -> grant(row, null)).orElse(null);
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    String hash = TokenHash.of(token);
    Optional<GrantRow> found =
        GrantName.in(token)
            .map(grant -> table.byName(grant, checks(tokenType), hash))
            .orElseGet(() -> table.byHash(columns(tokenType), hash, part.clock().instant()));
    if (found.isEmpty() && OAuth2TokenType.REFRESH_TOKEN.equals(tokenType)) {
      return family.find(hash).map(spent -> spent(spent, hash, token)).orElse(null);
    }
    return found.map(row -> grant(row, token)).orElse(null);
  }

  /** A token that was rotated away: its family ends, unless its answer may have been lost. */
  private @Nullable OAuth2Authorization spent(
      RefreshFamily.Spent spent, String hash, String presented) {
    Instant now = part.clock().instant();
    String clientId = spent.grant().clientId();
    boolean atOnce = family.atOnce(spent, now) && part.sender().proves(clientId);
    if (!atOnce && !family.retry(spent, hash, now)) {
      revoke(spent.grant(), "refresh-token-reused");
      return null;
    }
    RegisteredClient client = clients.findById(clientId);
    return client == null ? null : codec.toSpentGrant(spent.grant(), client, presented, !atOnce);
  }

  /**
   * Writes the answer of a proven client that asked twice within a second: the successor is the
   * same, so that no other becomes live; the access token is the one of the later answer.
   */
  private boolean repeat(Writing writing) {
    GrantRow row = writing.row();
    GrantRow now = table.lockedById(row.id()).orElse(null);
    GrantRow.Token made = row.refresh();
    if (now == null || made == null || !part.sender().proves(row.clientId())) {
      return false;
    }
    boolean same =
        family
            .before(row.id(), made.hash())
            .filter(spent -> family.atOnce(spent, part.clock().instant()))
            .isPresent();
    return same && written(writing.over(now.version()));
  }

  /** One statement, whatever has to be written with the grant. */
  private void insert(GrantRow row, Instant keep) {
    if (row.sid() == null || row.code() == null) {
      table.insert(row, keep);
    } else if (!table.insertReached(row, part.clock().instant())) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.ACCESS_DENIED);
    }
  }

  /** An access token and its audit row are written together, or neither. */
  private boolean written(Writing writing) {
    GrantRow row = writing.row();
    GrantRow.Token before = writing.before().access();
    GrantRow.Token made = row.access();
    boolean issued = made != null && (before == null || !before.hash().equals(made.hash()));
    return issued
        ? table.update(row, writing.keep(), IssuedToken.of(writing.grant()))
        : table.update(row, writing.keep());
  }

  /** A code is what makes a service part of the login. */
  private void reached(GrantRow row) {
    String sid = row.sid();
    if (sid != null
        && row.code() != null
        && !signOut.reached(row.clientId(), row.principal(), sid, part.clock().instant())) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.ACCESS_DENIED);
    }
  }

  /** Whether nothing else is written with the grant but its audit row, as when a code is spent. */
  private static boolean alone(Writing writing) {
    GrantRow.Token code = writing.before().code();
    return code != null && !code.invalidated() && !writing.rotates();
  }

  private boolean together(Writing writing) {
    return Boolean.TRUE.equals(transaction.execute(tx -> overwrite(writing)));
  }

  private boolean overwrite(Writing writing) {
    GrantRow before = writing.before();
    GrantRow row = writing.row();
    if (before.code() == null) {
      reached(row);
    }
    if (!written(writing)) {
      return false;
    }
    GrantRow.Token old = before.refresh();
    GrantRow.Token next = row.refresh();
    if (old != null && next != null && writing.rotates()) {
      boolean retry = Boolean.TRUE.equals(writing.grant().getAttribute(GrantCodec.RETRY));
      RefreshFamily.Spending how = new RefreshFamily.Spending(part.clock().instant(), retry);
      family.spend(row.id(), old.hash(), next.hash(), how);
    }
    GrantRow.Token code = before.code();
    if (code != null && code.invalidated() && newlyInvalid(before.access(), row.access())) {
      part.audit().record(row.clientId(), row.principal(), "token-revoked", "code-replayed");
      tell(row);
    }
    return true;
  }

  private static boolean newlyInvalid(
      GrantRow.@Nullable Token before, GrantRow.@Nullable Token after) {
    return before != null && after != null && !before.invalidated() && after.invalidated();
  }

  /** The family, its audit row and the logout token for its service: one transaction. */
  private void revoke(GrantRow row, String why) {
    transaction.executeWithoutResult(
        tx -> {
          if (table.delete(row.id())) {
            part.audit().record(row.clientId(), row.principal(), "token-family-revoked", why);
            tell(row);
          }
        });
  }

  private void tell(GrantRow row) {
    String sid = row.sid();
    if (sid != null) {
      Instant now = part.clock().instant();
      signOut.queue(sid, row.clientId(), SignOut.Cause.TOKEN_REUSED, now);
    }
  }

  private @Nullable OAuth2Authorization grant(GrantRow row, @Nullable String presented) {
    RegisteredClient client = clients.findById(row.clientId());
    return client == null ? null : codec.toGrant(row, client, presented);
  }

  private static List<String> checks(@Nullable OAuth2TokenType type) {
    return columns(type).stream()
        .filter(column -> NAMED.containsKey(column))
        .map(column -> NAMED.get(column))
        .toList();
  }

  private static List<String> columns(@Nullable OAuth2TokenType type) {
    if (type == null) {
      return List.of("refresh_hash", "access_hash", "id_token_hash", "code_hash");
    }
    String column = COLUMNS.get(type.getValue());
    return column == null ? List.of() : List.of(column);
  }
}
