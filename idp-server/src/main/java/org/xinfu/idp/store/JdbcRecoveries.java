package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.recover.Recoveries;

/** Recoveries in PostgreSQL. */
public final class JdbcRecoveries implements Recoveries {
  private static final List<String> FACTORS =
      List.of("authenticator", "recovery_code", "known_device");

  private final JdbcClient jdbc;
  private final SignOut signOut;
  private final Persons persons;
  private final JdbcGrantStore.Part part;

  public JdbcRecoveries(
      JdbcClient jdbc, SignOut signOut, Persons persons, JdbcGrantStore.Part part) {
    this.jdbc = jdbc;
    this.signOut = signOut;
    this.persons = persons;
    this.part = part;
  }

  @Override
  public void replaceFactors(
      String accountId, Fresh fresh, Instant holdUntil, Consumer<List<Contact>> told) {
    signOut.with(
        accountId,
        SignOut.Cause.ACCOUNT_RECOVERED,
        () -> {
          told.accept(replace(accountId, fresh, part.clock().instant()));
          new JdbcHolds(jdbc).hold(accountId, holdUntil, "recovered");
          part.audit().record(null, accountId, "account-recovered", "done");
          return true;
        });
  }

  /** By what it was reached before. */
  private List<Contact> replace(String accountId, Fresh fresh, Instant now) {
    jdbc.sql("UPDATE account SET password_hash = ?, password_given = false WHERE id = ?")
        .params(List.of(fresh.verifier(), accountId))
        .update();
    FACTORS.forEach(
        table ->
            jdbc.sql("DELETE FROM " + table + " WHERE account_id = ?").param(accountId).update());
    JdbcNotices.withoutLinks(jdbc, accountId);
    boolean kept = false;
    List<Contact> before = persons.contacts(accountId);
    for (Contact contact : before) {
      if (contact.equals(fresh.contact())) {
        kept = true;
      } else {
        persons.release(accountId, contact, now);
      }
    }
    if (!kept && !persons.bind(accountId, fresh.contact(), now)) {
      throw new IllegalStateException("the contact was bound elsewhere meanwhile");
    }
    jdbc.sql(
            "DELETE FROM account_closure WHERE account_id = ? AND done_at IS NULL AND asked_at <= ?")
        .params(List.of(accountId, Timestamp.from(now)))
        .update();
    return before;
  }
}
