package org.xinfu.idp.store;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.audit.AuditGroup;
import org.xinfu.kit.sql.NamedValues;

/** The audit book that every service has, as this one writes into it. */
public final class JdbcAudit implements IdpAudit {
  private final Audit audit;
  private final TransactionOperations transaction;

  public JdbcAudit(Audit audit, TransactionOperations transaction) {
    this.audit = audit;
    this.transaction = transaction;
  }

  /** In one transaction: a server that dies in between has done nothing. */
  @Override
  public boolean with(String subject, String act, String outcome, BooleanSupplier work) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean done = work.getAsBoolean();
              if (done) {
                record(null, subject, act, outcome);
              } else {
                status.setRollbackOnly();
              }
              return done;
            }));
  }

  @Override
  public void record(@Nullable String client, String subject, Fact fact) {
    audit.record(new Actor(subject, client), act(subject, fact));
  }

  /** Who did what, as {@link IdpAudit#record} takes it. */
  record Entry(@Nullable String client, String subject, Fact fact) {}

  /** Does the deed and records it in one statement; false, and no row, when it wrote nothing. */
  boolean record(Entry entry, Audit.Deed deed, UnaryOperator<NamedValues> values) {
    Actor actor = new Actor(entry.subject(), entry.client());
    return audit.record(actor, act(entry.subject(), entry.fact()), deed, values);
  }

  /** Does the work and records it together with others' acts; empty when the mark is over. */
  <T> Optional<T> record(Entry entry, AuditGroup group, long mark, Supplier<T> work) {
    Actor actor = new Actor(entry.subject(), entry.client());
    return audit.record(actor, act(entry.subject(), entry.fact()), group, mark, work);
  }

  AuditGroup group(String condition) {
    return audit.group(condition);
  }

  private static Audit.Act act(String subject, Fact fact) {
    return new Audit.Act(fact.act(), subject, fact.outcome(), fact.details());
  }
}
