package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandates.Offers;
import org.xinfu.idp.domain.mandate.Mandates.Place;
import org.xinfu.idp.domain.mandate.Mandates.Search;
import org.xinfu.idp.domain.mandate.Mandates.Turn;
import org.xinfu.idp.domain.mandate.Mandates.Whose;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** What mandates there are, in PostgreSQL, a page at a time. */
final class MandateLists {
  /**
   * Of {@code whose (id)}, a page: what may stand, then what waits for its person, then what is
   * over. Whoever looks for what stands reads neither through the rest nor through what strangers
   * offer. What is taken back or suspended takes along all below it, so that the row tells. Turns
   * are numbered as {@link Turn} has them.
   */
  private static final String THESE =
      """
      , these AS (
        SELECT m.id, CASE
          WHEN m.revoked_at IS NOT NULL OR m.suspended_at IS NOT NULL OR m.until_at <= :at
            OR e.status <> 'ACTIVE' THEN 2
          WHEN m.accepted_at IS NULL THEN 1
          ELSE 0 END AS turn
        FROM mandate m JOIN whose USING (id) JOIN legal_entity e ON e.id = m.entity_id)
      """;

  private static final String PAGE =
      """
      SELECT id FROM these
      WHERE (turn, id) > (:turn, :after)
      ORDER BY turn, id LIMIT :limit
      """;

  /** Which of a person's mandates {@code m} of the entity {@code e} stand by their own row. */
  private static final String STANDS =
      """
       m.revoked_at IS NULL AND m.suspended_at IS NULL AND m.accepted_at IS NOT NULL
      AND m.from_at <= :at AND m.until_at > :at AND e.status = 'ACTIVE'
      """;

  private static final String HELD =
      "WITH whose AS (SELECT id FROM mandate WHERE person_id = :person)";

  private static final RowMapper<String> ID = (row, number) -> row.getString(1);

  private final JdbcClient jdbc;
  private final MandateTable table;

  MandateLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.table = new MandateTable(jdbc);
  }

  List<Chain> page(Search search, boolean fictitious) {
    return chains(
        jdbc.sql(
                """
                SELECT id FROM mandate WHERE id > :after
                  AND (:entity::text IS NULL OR entity_id = :entity)
                  AND (:person::text IS NULL OR person_id = :person)
                  AND (:fictitious OR entity_id NOT IN (SELECT id FROM sandbox_subject))
                ORDER BY id LIMIT :limit
                """)
            .param("fictitious", fictitious)
            .param("after", search.after())
            .param("entity", search.entityId())
            .param("person", search.personId())
            .param("limit", search.limit()));
  }

  List<Chain> heldBy(Whose search) {
    return liveFirst(HELD, search);
  }

  Offers offered(String personId, Instant at) {
    return jdbc.sql(
            HELD
                + THESE
                + """
                SELECT count(*) FILTER (WHERE turn = 1), max(id) FILTER (WHERE turn = 0) FROM these
                """)
        .param("person", personId)
        .param("at", Timestamp.from(at))
        .query(
            (row, number) ->
                new Offers(
                    row.getLong(1),
                    new Place(Turn.LIVE, Objects.requireNonNullElse(row.getString(2), ""))))
        .single();
  }

  List<Chain> under(Whose search) {
    return liveFirst(
        """
        WITH RECURSIVE whose AS (
          SELECT below.id FROM mandate below JOIN mandate m ON m.id = below.parent_id
          JOIN legal_entity e ON e.id = m.entity_id WHERE m.person_id = :person AND
        """
            + STANDS
            + " UNION SELECT m.id FROM mandate m JOIN whose w ON m.parent_id = w.id)",
        search);
  }

  List<Chain> standing(String personId, Instant at, int most) {
    String mine =
        "SELECT m.id FROM mandate m JOIN legal_entity e ON e.id = m.entity_id"
            + " WHERE m.person_id = :person AND ";
    return chains(
        jdbc.sql(mine + STANDS + " ORDER BY m.id LIMIT :most")
            .param("person", personId)
            .param("at", Timestamp.from(at))
            .param("most", most));
  }

  /** By role, then what ends last; the first whose whole chain stands, as a row alone may not. */
  Optional<Chain> widest(String personId, UnifiedSocialCreditCode code, Instant at) {
    String theirs =
        "SELECT m.id FROM mandate m JOIN legal_entity e ON e.id = m.entity_id"
            + " WHERE m.person_id = :person AND e.code = :code AND ";
    String widest =
        """
         ORDER BY CASE m.role WHEN 'LEGAL_REPRESENTATIVE' THEN 0 WHEN 'ADMINISTRATOR' THEN 1
          ELSE 2 END, m.until_at DESC, m.id
        """;
    return jdbc
        .sql(theirs + STANDS + widest)
        .param("person", personId)
        .param("code", code.value())
        .param("at", Timestamp.from(at))
        .query(ID)
        .list()
        .stream()
        .flatMap(id -> table.chain(id).stream())
        .filter(chain -> chain.standing(at) == Standing.ACTIVE)
        .findFirst();
  }

  private List<Chain> liveFirst(String some, Whose search) {
    return chains(
        jdbc.sql(some + THESE + PAGE)
            .param("person", search.personId())
            .param("at", Timestamp.from(search.at()))
            .param("turn", search.after().turn().number())
            .param("after", search.after().id())
            .param("limit", search.limit()));
  }

  private List<Chain> chains(JdbcClient.StatementSpec ids) {
    return ids.query(ID).list().stream().flatMap(id -> table.chain(id).stream()).toList();
  }
}
