package org.xinfu.idp.store;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
import org.xinfu.idp.domain.Role;

/**
 * Evidence in PostgreSQL. That one document is one account's is a unique index over keyed hashes.
 */
public final class JdbcProofs implements Proofs {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final People people;
  private final JdbcPersons.Part part;

  /** Accounts, whose end their services are told, and what is bound to them. */
  public record People(Accounts accounts, Persons persons) {}

  public JdbcProofs(
      JdbcClient jdbc, TransactionTemplate transaction, People people, JdbcPersons.Part part) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.people = people;
    this.part = part;
  }

  @Override
  public Optional<String> holder(IdDocument document) {
    return jdbc.sql(
            """
            SELECT account_id FROM person WHERE document_hash = ?
            UNION SELECT id FROM account WHERE citizen_hash = ? LIMIT 1
            """)
        .params(List.of(hash(document), citizen(document)))
        .query(String.class)
        .optional();
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
    try {
      return Boolean.TRUE.equals(
          transaction.execute(
              status -> {
                boolean both = person(proof.accountId(), holder) && account(proof, holder);
                if (both) {
                  evidence(jdbc, proof);
                } else {
                  status.setRollbackOnly();
                }
                return both;
              }));
    } catch (DuplicateKeyException anotherWasFaster) {
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
    return holder(document)
        .filter(
            id -> Boolean.TRUE.equals(transaction.execute(status -> close(id) && frozen(id, at))));
  }

  private boolean frozen(String accountId, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO account_freeze (account_id, at, why) VALUES (?, ?, 'deceased')
                ON CONFLICT (account_id) DO NOTHING
                """)
            .params(List.of(accountId, Timestamp.from(at)))
            .update()
        == 1;
  }

  private boolean close(String accountId) {
    return stands(accountId) && people.accounts().setActive(accountId, false);
  }

  private boolean person(String accountId, Holder holder) {
    @Nullable String guardian =
        holder.guardian() == null ? null : part.index().of("citizen", holder.guardian());
    return jdbc.sql(
                """
                INSERT INTO person (account_id, document_type, document_hash, document, birth_date,
                  guardian_hash)
                VALUES (:account, :type, :hash, :document, :birth, :guardian)
                ON CONFLICT (account_id) DO UPDATE SET
                  guardian_hash = coalesce(excluded.guardian_hash, person.guardian_hash)
                WHERE person.document_hash = excluded.document_hash
                """)
            .param("account", accountId)
            .param("type", holder.document().type().name())
            .param("hash", hash(holder.document()))
            .param("document", part.cipher().seal(accountId, holder.document().number()))
            .param("birth", Date.valueOf(holder.birthDate()))
            .param("guardian", guardian)
            .update()
        == 1;
  }

  /** The verified name, the role of a citizen, and the number that licences are found by. */
  private boolean account(Proof proof, Holder holder) {
    IdDocument document = holder.document();
    boolean citizen = document.type() == IdDocument.Type.CITIZEN_ID;
    String id = proof.accountId();
    boolean named =
        jdbc.sql(
                    """
                    UPDATE account SET display_name = :name, roles = CASE
                      WHEN ' ' || roles || ' ' LIKE :has THEN roles
                      ELSE trim(roles || ' ' || :role) END
                    WHERE id = :id AND kind = 'PERSON' AND active
                    """)
                .param("name", holder.name())
                .param("has", "% " + Role.CITIZEN + " %")
                .param("role", Role.CITIZEN.name())
                .param("id", id)
                .update()
            == 1;
    return named
        && (!citizen
            || jdbc.sql(
                        """
                        UPDATE account SET citizen_id = ?, citizen_hash = ?
                        WHERE id = ? AND (citizen_hash IS NULL OR citizen_hash = ?)
                        """)
                    .params(
                        List.of(
                            part.cipher().seal(id, document.number()),
                            citizen(document),
                            id,
                            citizen(document)))
                    .update()
                == 1);
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

  private String hash(IdDocument document) {
    return part.index().of("document", document.type().name(), document.number());
  }

  private String citizen(IdDocument document) {
    return part.index().of("citizen", document.number());
  }
}
