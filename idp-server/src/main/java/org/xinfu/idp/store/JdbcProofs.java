package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;

/**
 * Evidence in PostgreSQL. That one document is one account's is a unique index over keyed hashes.
 */
public final class JdbcProofs implements Proofs {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final People people;
  private final JdbcPersons.Part part;
  private final HeldDocuments documents;

  /** Accounts, whose end their services are told, what is bound to them, and the audit book. */
  public record People(Accounts accounts, Persons persons, Audit audit) {}

  public JdbcProofs(
      JdbcClient jdbc, TransactionTemplate transaction, People people, JdbcPersons.Part part) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.people = people;
    this.part = part;
    this.documents = new HeldDocuments(jdbc, part);
  }

  @Override
  public Optional<String> holder(IdDocument document) {
    return jdbc.sql(
            """
            SELECT account_id FROM person WHERE document_hash = :hash
            UNION SELECT id FROM account WHERE citizen_hash = :citizen
            UNION SELECT account_id FROM former_document WHERE document_hash = :hash LIMIT 1
            """)
        .param("hash", documents.hash(document))
        .param("citizen", documents.citizen(document))
        .query(String.class)
        .optional();
  }

  @Override
  public boolean former(String accountId, IdDocument document) {
    return jdbc.sql("SELECT 1 FROM former_document WHERE account_id = ? AND document_hash = ?")
        .params(List.of(accountId, documents.hash(document)))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  @Override
  public Optional<IdDocument> document(String accountId) {
    return jdbc.sql("SELECT document_type, document FROM person WHERE account_id = ?")
        .param(accountId)
        .query(
            (row, number) ->
                new IdDocument(
                    IdDocument.Type.valueOf(row.getString(1)),
                    part.cipher().open(accountId, row.getBytes(2))))
        .optional();
  }

  @Override
  public boolean keep(Proof proof, Holder holder) {
    return proven(proof, holder, () -> documents.hold(proof, holder));
  }

  /** One at a time about a document: all of the work and the evidence, or nothing. */
  private boolean proven(Proof proof, Holder holder, BooleanSupplier work) {
    try {
      return Boolean.TRUE.equals(
          transaction.execute(
              status -> {
                documents.lock(holder);
                boolean all = work.getAsBoolean();
                if (all) {
                  evidence(jdbc, proof);
                } else {
                  status.setRollbackOnly();
                }
                return all;
              }));
    } catch (DuplicateKeyException | ConcurrencyFailureException anotherWasFaster) {
      return false;
    }
  }

  @Override
  public List<Proof> of(String accountId) {
    return jdbc.sql(
            "SELECT * FROM proof WHERE account_id = ? AND revoked_at IS NULL ORDER BY at DESC")
        .param(accountId)
        .query((row, number) -> proof(row))
        .list();
  }

  @Override
  public boolean minor(String accountId, Instant at) {
    return jdbc.sql(
                """
                SELECT count(*) FROM person WHERE account_id = ?
                AND birth_date + interval '18 years' > (?::timestamptz AT TIME ZONE 'Asia/Shanghai')
                """)
            .params(List.of(accountId, Timestamp.from(at)))
            .query(Long.class)
            .single()
        > 0;
  }

  @Override
  public boolean guarded(String accountId) {
    return jdbc.sql("SELECT 1 FROM person WHERE account_id = ? AND guardian_hash IS NOT NULL")
        .param(accountId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  @Override
  public Optional<String> guardian(String accountId) {
    return jdbc.sql(
            """
            SELECT a.id FROM person p JOIN account a ON a.citizen_hash = p.guardian_hash
            WHERE p.account_id = ?
            """)
        .param(accountId)
        .query(String.class)
        .optional();
  }

  @Override
  public boolean merge(String from, String into, Instant at) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean merged =
                  locked(from, into)
                      && stands(into)
                      && nobody(from)
                      && moved(from, into, at)
                      && close(from);
              if (!merged) {
                status.setRollbackOnly();
              }
              return merged;
            }));
  }

  @Override
  public boolean join(String from, Proof proof, Holder holder) {
    String into = proof.accountId();
    return proven(
        proof,
        holder,
        () ->
            locked(from, into)
                && stands(into)
                && documents.among(from, holder, proof.at())
                && documents.among(into, holder, proof.at())
                && documents.handOver(from, into, proof.at())
                && released(from)
                && documents.hold(proof, holder)
                && moved(from, into, proof.at())
                && close(from));
  }

  /** A certificate is one account's: the other binds it anew, or logs in by its document. */
  private boolean released(String from) {
    jdbc.sql("DELETE FROM authenticator WHERE account_id = ? AND kind = 'CERTIFICATE' RETURNING id")
        .param(from)
        .query(String.class)
        .list()
        .forEach(one -> audited(Actor.current(), "authenticator-removed", from, "joined"));
    return true;
  }

  /**
   * Waits for who writes about these two accounts, so that what is asked next sees what they wrote;
   * always in one order, so that nobody waits in a circle.
   */
  private boolean locked(String one, String other) {
    return jdbc.sql("SELECT id FROM account WHERE id IN (?, ?) ORDER BY id FOR UPDATE")
            .params(List.of(one, other))
            .query(String.class)
            .list()
            .size()
        == 2;
  }

  private boolean stands(String accountId) {
    return people.accounts().byId(accountId).filter(Account::active).isPresent();
  }

  /** Whether nothing says who the holder is. */
  private boolean nobody(String accountId) {
    return jdbc.sql(
            """
            SELECT 1 FROM account a
            WHERE id = ? AND kind = 'PERSON' AND active AND citizen_hash IS NULL
              AND NOT EXISTS (SELECT 1 FROM person p WHERE p.account_id = a.id)
              AND NOT EXISTS (SELECT 1 FROM net_identity n WHERE n.account_id = a.id)
            """)
        .param(accountId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private boolean moved(String from, String into, Instant at) {
    Persons persons = people.persons();
    for (Contact contact : persons.contacts(from)) {
      persons.release(from, contact, at);
      persons.bind(into, contact, at);
    }
    return true;
  }

  @Override
  public Optional<String> freeze(IdDocument document, Instant at) {
    return freeze(document, at, Actor.current());
  }

  @Override
  public Optional<String> freezeUnasked(IdDocument document, Instant at) {
    return freeze(document, at, Actor.SYSTEM);
  }

  private Optional<String> freeze(IdDocument document, Instant at, Actor actor) {
    return holder(document)
        .filter(
            id ->
                Boolean.TRUE.equals(
                    transaction.execute(
                        status ->
                            people.accounts().freeze(id, at)
                                && audited(actor, "holder-frozen", id, "deceased"))));
  }

  /** In the same transaction, and so the journal's line too. */
  private boolean audited(Actor actor, String act, String accountId, String outcome) {
    people.audit().record(actor, new Audit.Act(act, accountId, outcome, Map.of()));
    return true;
  }

  private boolean close(String accountId) {
    return stands(accountId) && people.accounts().setActive(accountId, false);
  }

  /** One record, in the caller's transaction. */
  static void evidence(JdbcClient jdbc, Proof proof) {
    jdbc.sql(
            """
            INSERT INTO proof (id, account_id, level, source, reference, method, matched, at,
              expires_at, jws)
            VALUES (:id, :account, :level, :source, :reference, :method, :matched, :at, :expires,
              :jws)
            """)
        .param("id", proof.id())
        .param("account", proof.accountId())
        .param("level", proof.level().name())
        .param("source", proof.source())
        .param("reference", proof.reference())
        .param("method", proof.method())
        .param("matched", proof.matched().stream().map(Fact::name).sorted().collect(JOINED))
        .param("at", Timestamp.from(proof.at()))
        .param("expires", Timestamp.from(proof.expires()))
        .param("jws", proof.jws())
        .update();
  }

  private static final Collector<CharSequence, ?, String> JOINED = Collectors.joining(" ");

  private static Proof proof(ResultSet row) throws SQLException {
    Set<Fact> matched =
        Arrays.stream(row.getString("matched").split(" "))
            .map(Fact::valueOf)
            .collect(Collectors.toSet());
    return new Proof(
        row.getString("id"),
        row.getString("account_id"),
        Ial.valueOf(row.getString("level")),
        row.getString("source"),
        row.getString("reference"),
        row.getString("method"),
        matched,
        row.getTimestamp("at").toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        row.getString("jws"));
  }
}
