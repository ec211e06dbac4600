package org.xinfu.idp.store;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs.Holder;
import org.xinfu.idp.domain.Role;

/**
 * Which account holds which document, within the caller's transaction. An account changes its
 * document only for one that an authority issued in the place of the old, and keeps the old one, so
 * that nobody else is verified by it.
 */
final class HeldDocuments {
  private final JdbcClient jdbc;
  private final JdbcPersons.Part part;

  HeldDocuments(JdbcClient jdbc, JdbcPersons.Part part) {
    this.jdbc = jdbc;
    this.part = part;
  }

  /**
   * Waits for whoever writes about one of these documents, until the transaction ends: a document
   * that is not held yet has no row to wait for. Always in one order, so that nobody waits in a
   * circle.
   */
  void lock(Holder holder) {
    jdbc.sql(
            """
            SELECT count(pg_advisory_xact_lock(key)) FROM (
              SELECT DISTINCT hashtextextended(hash, 0) AS key
              FROM unnest(string_to_array(?, ' ')) AS hash ORDER BY key) AS keys
            """)
        .param(hashes(all(holder)))
        .query(Long.class)
        .single();
  }

  /** Makes the account of the proof the holder; false when it or the document is another's. */
  boolean hold(Proof proof, Holder holder) {
    String account = proof.accountId();
    return former(account, holder, proof.at())
        && person(proof, holder)
        && named(account, holder)
        && numbered(account, holder);
  }

  /** Whether the account holds one of these documents and no other, stands, and may be ended. */
  boolean among(String accountId, Holder holder, Instant at) {
    Set<IdDocument> all = all(holder);
    return jdbc.sql(
            """
            SELECT 1 FROM account a LEFT JOIN person p ON p.account_id = a.id
            WHERE a.id = :id AND a.kind = 'PERSON' AND a.active
              AND coalesce(p.document_hash, a.citizen_hash) IS NOT NULL
              AND (p.document_hash IS NULL
                OR p.document_hash = ANY (string_to_array(:documents, ' ')))
              AND (a.citizen_hash IS NULL
                OR a.citizen_hash = ANY (string_to_array(:citizens, ' ')))
              AND NOT EXISTS
                (SELECT 1 FROM account_hold h WHERE h.account_id = a.id AND h.until > :at)
              AND NOT EXISTS
                (SELECT 1 FROM staff_post s WHERE s.account_id = a.id AND s.ended_at IS NULL)
            """)
        .param("id", accountId)
        .param("documents", hashes(all))
        .param("citizens", citizens(all))
        .param("at", Timestamp.from(at))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** What says who the holder of the one is goes over to the other; its proofs are over. */
  boolean handOver(String from, String into, Instant at) {
    List<String> parties = List.of(into, from);
    for (String table : List.of("former_document", "upstream_link")) {
      jdbc.sql("UPDATE " + table + " SET account_id = ? WHERE account_id = ?")
          .params(parties)
          .update();
    }
    jdbc.sql(
            """
            UPDATE net_identity SET account_id = :into WHERE account_id = :from
              AND NOT EXISTS (SELECT 1 FROM net_identity WHERE account_id = :into)
            """)
        .param("into", into)
        .param("from", from)
        .update();
    for (String table : List.of("net_identity", "person")) {
      jdbc.sql("DELETE FROM " + table + " WHERE account_id = ?").param(from).update();
    }
    jdbc.sql("UPDATE account SET citizen_id = NULL, citizen_hash = NULL WHERE id = ?")
        .param(from)
        .update();
    jdbc.sql("UPDATE proof SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL")
        .params(List.of(Timestamp.from(at), from))
        .update();
    return true;
  }

  /**
   * What was replaced is the account's; false when one of it, or what replaced it, is another's.
   */
  private boolean former(String accountId, Holder holder, Instant at) {
    jdbc.sql("DELETE FROM former_document WHERE document_hash = ? AND account_id = ?")
        .params(List.of(hash(holder.document()), accountId))
        .update();
    for (IdDocument document : holder.replaced()) {
      jdbc.sql(
              """
              INSERT INTO former_document (document_hash, account_id, since) VALUES (?, ?, ?)
              ON CONFLICT (document_hash) DO NOTHING
              """)
          .params(List.of(hash(document), accountId, Timestamp.from(at)))
          .update();
    }
    return jdbc.sql(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM former_document
                WHERE account_id <> :id AND document_hash = ANY (string_to_array(:all, ' ')))
              OR EXISTS (SELECT 1 FROM person
                WHERE account_id <> :id AND document_hash = ANY (string_to_array(:all, ' ')))
            """)
        .param("id", accountId)
        .param("all", hashes(all(holder)))
        .query(Integer.class)
        .optional()
        .isEmpty();
  }

  private boolean person(Proof proof, Holder holder) {
    String accountId = proof.accountId();
    @Nullable Timestamp standing = proof.byAuthority() ? Timestamp.from(proof.at()) : null;
    @Nullable String guardian =
        holder.guardian() == null ? null : part.index().of("citizen", holder.guardian());
    return jdbc.sql(
                """
                INSERT INTO person (account_id, document_type, document_hash, document, birth_date,
                  guardian_hash, standing_at)
                VALUES (:account, :type, :hash, :document, :birth, :guardian,
                  coalesce(:standing::timestamptz, '-infinity'))
                ON CONFLICT (account_id) DO UPDATE SET document_type = excluded.document_type,
                  document_hash = excluded.document_hash, document = excluded.document,
                  guardian_hash = coalesce(excluded.guardian_hash, person.guardian_hash),
                  standing_at = greatest(person.standing_at, excluded.standing_at)
                WHERE person.document_hash = excluded.document_hash
                  OR person.document_hash = ANY (string_to_array(:replaced, ' '))
                """)
            .param("account", accountId)
            .param("type", holder.document().type().name())
            .param("hash", hash(holder.document()))
            .param("document", part.cipher().seal(accountId, holder.document().number()))
            .param("birth", Date.valueOf(holder.birthDate()))
            .param("guardian", guardian)
            .param("standing", standing)
            .param("replaced", hashes(holder.replaced()))
            .update()
        == 1;
  }

  /** The verified name and the role of a citizen. */
  private boolean named(String accountId, Holder holder) {
    return jdbc.sql(
                """
                UPDATE account SET display_name = :name, roles = CASE
                  WHEN ' ' || roles || ' ' LIKE :has THEN roles
                  ELSE trim(roles || ' ' || :role) END
                WHERE id = :id AND kind = 'PERSON' AND active
                """)
            .param("name", holder.name())
            .param("has", "% " + Role.CITIZEN + " %")
            .param("role", Role.CITIZEN.name())
            .param("id", accountId)
            .update()
        == 1;
  }

  /** The number that licences are found by; one that was replaced by another document is gone. */
  private boolean numbered(String accountId, Holder holder) {
    String replaced = citizens(holder.replaced());
    IdDocument document = holder.document();
    if (document.type() != IdDocument.Type.CITIZEN_ID) {
      jdbc.sql(
              """
              UPDATE account SET citizen_id = NULL, citizen_hash = NULL
              WHERE id = ? AND citizen_hash = ANY (string_to_array(?, ' '))
              """)
          .params(List.of(accountId, replaced))
          .update();
      return true;
    }
    return jdbc.sql(
                """
                UPDATE account SET citizen_id = :sealed, citizen_hash = :hash
                WHERE id = :id AND (citizen_hash IS NULL OR citizen_hash = :hash
                  OR citizen_hash = ANY (string_to_array(:replaced, ' ')))
                """)
            .param("sealed", part.cipher().seal(accountId, document.number()))
            .param("hash", citizen(document))
            .param("id", accountId)
            .param("replaced", replaced)
            .update()
        == 1;
  }

  String hash(IdDocument document) {
    return part.index().of("document", document.type().name(), document.number());
  }

  String citizen(IdDocument document) {
    return part.index().of("citizen", document.number());
  }

  private static Set<IdDocument> all(Holder holder) {
    return Stream.concat(Stream.of(holder.document()), holder.replaced().stream())
        .collect(Collectors.toSet());
  }

  private String hashes(Set<IdDocument> documents) {
    return documents.stream().map(this::hash).collect(Collectors.joining(" "));
  }

  private String citizens(Set<IdDocument> documents) {
    return documents.stream()
        .filter(document -> document.type() == IdDocument.Type.CITIZEN_ID)
        .map(this::citizen)
        .collect(Collectors.joining(" "));
  }
}
