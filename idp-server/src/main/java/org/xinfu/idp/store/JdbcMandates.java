package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRegistry.What;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.UnreadChanges;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Mandates in PostgreSQL. Whatever ends one also ends the logins that act under it and the grants
 * made in them, in the same transaction: no replica has anything left to honour.
 */
public final class JdbcMandates implements Mandates {
  private static final String DOWN =
      """
      WITH RECURSIVE down AS (
        SELECT id FROM mandate WHERE %s
        UNION SELECT m.id FROM mandate m JOIN down d ON m.parent_id = d.id)
      """;

  private static final RowMapper<String> ID = (row, number) -> row.getString(1);

  private final JdbcClient jdbc;
  private final MandateTable table;
  private final MandateLists lists;
  private final RegistryTable registry;
  private final SignOutTable signOut;
  private final TransactionTemplate transaction;
  private final Audit audit;
  private final Clock clock;

  public JdbcMandates(JdbcClient jdbc, TransactionTemplate transaction, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.table = new MandateTable(jdbc);
    this.lists = new MandateLists(jdbc);
    this.registry = new RegistryTable(jdbc);
    this.signOut = new SignOutTable(jdbc);
    this.transaction = transaction;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Optional<LegalEntity> entity(UnifiedSocialCreditCode code) {
    return table.entityByCode(code.value());
  }

  @Override
  public Enrolled enrol(LegalEntity entity, Mandate representative, Heard heard) {
    try {
      return inTime(
          entity,
          heard,
          () -> {
            table.lockRoots(entity); // before the entity, as logins that act under them do
            if (!table.write(entity, clock.instant())) {
              return Enrolled.KNOWN;
            }
            String person = representative.personId();
            suspend( // their own that has expired too: there is one representative's mandate
                "entity_id = :entity AND parent_id IS NULL"
                    + " AND (person_id <> :person OR until_at <= :now)",
                Map.of("entity", entity.id(), "person", person));
            table.insert(representative, heard.at());
            given(representative, "entity-registered");
            return Enrolled.DONE;
          });
    } catch (DuplicateKeyException known) {
      return Enrolled.KNOWN;
    }
  }

  @Override
  public Enrolled renew(LegalEntity entity, Renewal renewal, Heard heard) {
    return inTime(
        entity,
        heard,
        () -> {
          if (!table.renew(renewal, clock.instant())) {
            return Enrolled.KNOWN;
          }
          table.rename(entity); // behind the mandate, as logins that act under it lock them
          given(renewal.mandate(), "mandate-renewed");
          return Enrolled.DONE;
        });
  }

  /** Writes what was heard of the entity, in one transaction, unless something newer was. */
  private Enrolled inTime(LegalEntity entity, Heard heard, Supplier<Enrolled> written) {
    return Objects.requireNonNull(
        transaction.execute(
            tx -> {
              Enrolled late = late(entity, heard);
              return late == null ? written.get() : late;
            }));
  }

  private @Nullable Enrolled late(LegalEntity entity, Heard heard) {
    return heard.at().isBefore(clock.instant().minus(REMEMBERED))
        ? Enrolled.STALE
        : registry.late(entity.code(), heard);
  }

  @Override
  public boolean add(Mandate mandate, Instant at) {
    return inOne(
            () -> {
              boolean stands = table.hold(mandate.parentId());
              if (stands) {
                table.insert(mandate, at);
                given(mandate, "mandate-given");
              }
              return stands ? 1 : 0;
            })
        == 1;
  }

  @Override
  public Optional<Chain> chain(String mandateId) {
    return table.chain(mandateId);
  }

  @Override
  public Optional<Chain> representative(String entityId) {
    return table.representative(entityId);
  }

  @Override
  public List<Chain> page(Search search) {
    return lists.page(search, true);
  }

  @Override
  public List<Chain> kept(Search search) {
    return lists.page(search, false);
  }

  @Override
  public List<Chain> heldBy(Whose search) {
    return lists.heldBy(search);
  }

  @Override
  public Offers offered(String personId, Instant at) {
    return lists.offered(personId, at);
  }

  @Override
  public List<Chain> under(Whose search) {
    return lists.under(search);
  }

  @Override
  public List<Chain> standing(String personId, Instant at, int most) {
    return lists.standing(personId, at, most);
  }

  @Override
  public Optional<Chain> widest(String personId, UnifiedSocialCreditCode code, Instant at) {
    return lists.widest(personId, code, at);
  }

  @Override
  public boolean accept(String mandateId, String personId, Instant at) {
    return inOne(
            () -> {
              int done = table.accept(mandateId, personId, at);
              if (done == 1) {
                audit(mandateId, "mandate-accepted", "done");
              }
              return done;
            })
        == 1;
  }

  @Override
  public boolean revoke(String mandateId, Cause cause, Instant at) {
    return inOne(
            () -> {
              List<String> gone =
                  jdbc.sql(
                          DOWN.formatted("id = :id")
                              + """
                              UPDATE mandate SET revoked_at = :at, revoke_cause = :cause
                              WHERE id IN (SELECT id FROM down) AND revoked_at IS NULL
                              RETURNING id
                              """)
                      .param("id", mandateId)
                      .param("at", Timestamp.from(at))
                      .param("cause", cause.name())
                      .query(ID)
                      .list();
              String how = cause.name().toLowerCase(Locale.ROOT);
              gone.forEach(id -> audit(id, "mandate-revoked", how));
              end(gone, at);
              return gone.size();
            })
        > 0;
  }

  @Override
  public int endLapsed(Instant at) {
    return inOne(
        () -> {
          List<String> lapsed =
              jdbc.sql(
                      """
                      SELECT DISTINCT a.mandate_id FROM acting_session a
                      JOIN mandate m ON m.id = a.mandate_id WHERE m.until_at <= ?
                      """)
                  .param(Timestamp.from(at))
                  .query(ID)
                  .list();
          lapsed.forEach(id -> audit(id, "mandate-expired", "done"));
          end(lapsed, at);
          return lapsed.size();
        });
  }

  @Override
  public long position() {
    return registry.position();
  }

  @Override
  public void follow(EntityRegistry.Change change, Instant at) {
    inOne(
        () -> {
          if (!registry.advance(change)) {
            return 0; // another replica was faster
          }
          registry.note(change, at);
          follow(change);
          return 1;
        });
  }

  @Override
  public boolean pass(EntityRegistry.Unread change, Instant at) {
    return inOne(
            () -> {
              boolean fresh =
                  change.numbered() ? registry.advance(change) : registry.keep(change, at);
              if (!fresh) {
                return 0;
              }
              registry.note(change, at);
              if (change.numbered()) {
                registry.keep(change, at);
              }
              String subject =
                  change
                      .code()
                      .flatMap(this::entity)
                      .map(LegalEntity::id)
                      .orElse(UnreadChanges.SUBJECT + change.number());
              Map<String, String> details =
                  Map.of("number", Long.toString(change.number()), "fault", change.fault());
              audit.record(
                  Actor.SYSTEM, new Audit.Act("registry-change-unread", subject, "kept", details));
              return 1;
            })
        > 0;
  }

  @Override
  public boolean followLate(EntityRegistry.Change change, Instant at) {
    return inOne(
            () -> {
              if (!registry.forget(change)) {
                return 0; // it was not kept, or another replica was faster
              }
              boolean last = registry.note(change, at);
              boolean undoes = change.what() == What.SUSPENDED || change.what() == What.RESUMED;
              if (last || !undoes) {
                follow(change);
              }
              return 1;
            })
        == 1;
  }

  private void follow(EntityRegistry.Change change) {
    LegalEntity entity = entity(change.code()).orElse(null);
    if (entity == null) {
      return; // nobody here acts for it
    }
    follow(entity, change);
    String what = change.what().name().toLowerCase(Locale.ROOT).replace('_', '-');
    audit(entity.id(), "registry-changed", what);
  }

  private void follow(LegalEntity entity, EntityRegistry.Change change) {
    switch (change.what()) {
      case RESUMED -> table.status(entity.id(), LegalEntity.Status.ACTIVE);
      case SUSPENDED -> stop(entity.id(), LegalEntity.Status.SUSPENDED);
      case STRUCK_OFF -> stop(entity.id(), LegalEntity.Status.STRUCK_OFF);
      case REPRESENTATIVE_CHANGED ->
          suspend(
              "entity_id = :entity AND parent_id IS NULL AND given_at <= :before::timestamptz",
              Map.of("entity", entity.id(), "before", change.at().toString()));
    }
  }

  private void stop(String entityId, LegalEntity.Status status) {
    table.status(entityId, status);
    List<String> acting =
        jdbc.sql("SELECT DISTINCT mandate_id FROM acting_session WHERE entity_id = ?")
            .param(entityId)
            .query(ID)
            .list();
    end(acting, clock.instant());
  }

  /** {@code roots} is SQL of this class over the representative's mandate. */
  private void suspend(String roots, Map<String, String> parameters) {
    Instant now = clock.instant();
    List<String> gone =
        jdbc.sql(
                DOWN.formatted(roots)
                    + """
                    UPDATE mandate SET suspended_at = :now
                    WHERE id IN (SELECT id FROM down) AND suspended_at IS NULL
                      AND revoked_at IS NULL RETURNING id
                    """)
            .params(parameters)
            .param("now", Timestamp.from(now))
            .query(ID)
            .list();
    gone.forEach(id -> audit(id, "mandate-suspended", "registry"));
    end(gone, now);
  }

  /** Ends the logins that act under these, with their grants; their services are told. */
  private void end(List<String> mandates, Instant at) {
    if (mandates.isEmpty()) {
      return;
    }
    SignOutTable.Which which =
        new SignOutTable.Which(
            """
            sid IN (SELECT sid FROM acting_session
                    WHERE mandate_id = ANY (string_to_array(:mandates, ' ')))
            """,
            Map.of("mandates", String.join(" ", mandates)));
    signOut.end(which, SignOut.Cause.MANDATE_ENDED, at);
    jdbc.sql("DELETE FROM acting_session WHERE mandate_id = ANY (string_to_array(?, ' '))")
        .param(String.join(" ", mandates))
        .update();
  }

  private void given(Mandate mandate, String act) {
    Map<String, String> details =
        Map.of(
            "entity", mandate.entityId(),
            "person", mandate.personId(),
            "until", mandate.extent().until().toString());
    audit.record(actor(), new Audit.Act(act, mandate.id(), "done", details));
  }

  private void audit(String subject, String act, String outcome) {
    audit.record(actor(), new Audit.Act(act, subject, outcome, Map.of()));
  }

  /** Whoever asks; outside any request it is the server, which follows the registry. */
  private static Actor actor() {
    return SecurityContextHolder.getContext().getAuthentication() == null
        ? Actor.SYSTEM
        : Actor.current();
  }

  private int inOne(IntSupplier work) {
    return Objects.requireNonNull(transaction.execute(tx -> work.getAsInt()));
  }
}
