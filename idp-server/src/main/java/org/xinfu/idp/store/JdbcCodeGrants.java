package org.xinfu.idp.store;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.token.CodeTokens;
import org.xinfu.idp.token.IssuedToken;
import org.xinfu.kit.sql.NamedSql;

/** Grants whose codes are exchanged: read in one statement, written in another. */
public final class JdbcCodeGrants {
  /**
   * A grant, whom it is about, and its client: nothing where that is of another edition. Without
   * tokens: there are none before the code is spent, and afterwards nobody asks for them here.
   */
  private static final NamedSql GRANTED =
      NamedSql.of(
          "SELECT "
              + JdbcSubjects.COLUMNS
              + ", "
              + GrantTable.ASKED
              + " FROM oauth2_grant g JOIN client c ON c.id = g.client_id"
              + " CROSS JOIN LATERAL (SELECT g.principal AS id) v"
              + JdbcSubjects.JOINED
              + " WHERE g.code_hash = :hash AND c.id = :client AND c.edition = :edition");

  private final JdbcClient jdbc;
  private final JdbcSubjects subjects;
  private final GrantTable table;
  private final GrantCodec codec = new GrantCodec();

  public JdbcCodeGrants(JdbcClient jdbc, JdbcSubjects subjects, JdbcAudit audit) {
    this.jdbc = jdbc;
    this.subjects = subjects;
    this.table = new GrantTable(jdbc, audit);
  }

  /** A grant and what is known of whom it is about. */
  public record Granted(OAuth2Authorization grant, JdbcSubjects.Known subject) {}

  /** The grant of the code; empty when it is none of this client in this edition. */
  public Optional<Granted> granted(RegisteredClient client, long edition, String code) {
    return subjects
        .now(GRANTED.values())
        .param("hash", TokenHash.of(code))
        .param("client", client.getClientId())
        .param("edition", edition)
        .query(
            jdbc,
            (row, number) ->
                new Granted(
                    codec.toGrant(GrantTable.asked(row), client, code),
                    JdbcSubjects.known(row, number)))
        .optional();
  }

  /** Spends the code for the tokens, over the version of the grant that was read. */
  public boolean spend(OAuth2Authorization grant, CodeTokens.Made tokens) {
    GrantRow row = codec.spent(grant, tokens);
    return table.spend(row, IssuedToken.toPerson(grant, tokens.access().claims()));
  }

  /** The same of a grant that was not read: only while all that it stands on is as it was. */
  public boolean spend(FreshGrants.Fresh fresh, CodeTokens.Made tokens) {
    OAuth2Authorization grant = fresh.grant();
    return table.spend(
        codec.spent(grant, tokens),
        IssuedToken.toPerson(grant, tokens.access().claims()),
        values -> subjects.moment(fresh.basis().bind(values)));
  }
}
