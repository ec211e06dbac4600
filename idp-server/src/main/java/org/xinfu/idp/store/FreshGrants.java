package org.xinfu.idp.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.xinfu.kit.sql.NamedValues;

/**
 * Grants that this process has just written, until their codes come, which most do within a second:
 * what would be read of such a grant is known here. That is no more than a guess. Whoever spends
 * the code by it has the database compare the editions of all that the guess stands on, in the
 * statement that writes, and nothing is written where any of it has changed ({@link
 * JdbcCodeGrants#spend}). What the clock alone changes, a proof that ends or a post that begins,
 * and the outage of a platform have no edition: so a guess holds {@link #LASTS}. A code that comes
 * later, to another replica, or the second time, is read.
 */
public final class FreshGrants {
  /** At the most; each has less than ten thousand octets. */
  static final int MOST = 4096;

  /** Characters of a request as an address; who sends a longer one has the grant read. */
  static final int LONGEST = 2048;

  static final Duration LASTS = Duration.ofSeconds(5);

  private static final GrantCodec CODEC = new GrantCodec();

  /** By the hash of the code, the oldest first. */
  private final Map<String, Fresh> kept = new LinkedHashMap<>();

  private final Clock clock;

  public FreshGrants(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a grant was given on.
   *
   * @param client whose reading the grant was given by
   * @param subject whom it is about, as they were read in the request that it was given in
   */
  public record Basis(ClientReading client, JdbcSubjects.Known subject) {
    /** Binds what {@link #STANDS} asks for, but the moment. */
    NamedValues bind(NamedValues values) {
      return values
          .param("client", client.client().getClientId())
          .param("edition", client.edition())
          .param("accountEdition", subject.edition());
    }
  }

  /**
   * SQL that says whether the basis of a grant of {@code :principal} is as it was, and its code is
   * good still.
   */
  static final String STANDS =
      """
      NOT code_invalidated AND code_expires_at > :now
        AND EXISTS (SELECT 1 FROM client c WHERE c.id = :client AND c.edition = :edition)
        AND EXISTS (SELECT 1 FROM account a
          WHERE a.id = :principal AND a.edition = :accountEdition)
      """;

  /** A grant as it would be read, and what it stands on. */
  public record Fresh(OAuth2Authorization grant, Basis basis) {
    private boolean over(Instant now) {
      OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
          grant.getToken(OAuth2AuthorizationCode.class);
      Instant made = code == null ? null : code.getToken().getIssuedAt();
      return made == null || !now.isBefore(made.plus(LASTS));
    }
  }

  /**
   * Keeps a grant that was written with nothing but its code.
   *
   * @param sid of the login that it was made in, if in any
   */
  public void keep(OAuth2Authorization grant, Optional<String> sid, Basis basis) {
    OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
        grant.getToken(OAuth2AuthorizationCode.class);
    boolean first = grant.getAttribute(GrantCodec.LOADED) == null;
    if (code == null || !first || basis.subject().edition() == 0 || tooLong(grant)) {
      return;
    }
    Fresh fresh = new Fresh(CODEC.justWritten(grant, sid.orElse(null)), basis);
    String hash = TokenHash.of(code.getToken().getTokenValue());
    synchronized (kept) {
      forget(MOST - 1);
      kept.put(hash, fresh);
    }
  }

  private static boolean tooLong(OAuth2Authorization grant) {
    OAuth2AuthorizationRequest asked =
        grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    return asked != null && asked.getAuthorizationRequestUri().length() > LONGEST;
  }

  /** How many wait. */
  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }

  /** Those that are over, and the oldest beyond so many. */
  private void forget(int most) {
    Instant now = clock.instant();
    Iterator<Fresh> oldest = kept.values().iterator();
    while (oldest.hasNext() && (oldest.next().over(now) || kept.size() > most)) {
      oldest.remove();
    }
  }

  /** Takes the grant of the code, which is known once; empty when it is not, or is over. */
  public Optional<Fresh> take(String code) {
    String hash = TokenHash.of(code);
    Fresh fresh;
    synchronized (kept) {
      fresh = kept.remove(hash);
      forget(MOST);
    }
    return Optional.ofNullable(fresh).filter(it -> !it.over(clock.instant()));
  }
}
