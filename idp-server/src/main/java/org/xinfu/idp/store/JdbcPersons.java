package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;

/** Persons in PostgreSQL. A contact is found by its keyed hash and shown by opening its cipher. */
public final class JdbcPersons implements Persons {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Accounts accounts;
  private final Part part;

  /** The clock and the keys. */
  public record Part(Clock clock, CitizenIdCipher cipher, BlindIndex index) {}

  public JdbcPersons(
      JdbcClient jdbc, TransactionTemplate transaction, Accounts accounts, Part part) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.accounts = accounts;
    this.part = part;
  }

  @Override
  public Optional<String> accountOf(Contact contact) {
    return jdbc.sql("SELECT account_id FROM contact WHERE value_hash = ? AND released_at IS NULL")
        .param(hash(part.index(), contact))
        .query(String.class)
        .optional();
  }

  @Override
  public List<Contact> contacts(String accountId) {
    return jdbc.sql(
            """
            SELECT kind, value FROM contact WHERE account_id = ? AND released_at IS NULL
            ORDER BY bound_at
            """)
        .param(accountId)
        .query(
            (row, number) ->
                new Contact(
                    Contact.Kind.valueOf(row.getString(1)),
                    part.cipher().open(accountId, row.getBytes(2))))
        .list();
  }

  @Override
  public boolean register(Account account, String passwordHash, Contact contact) {
    return made(account, passwordHash, contact);
  }

  @Override
  public boolean registerRecycled(Account account, String passwordHash, Contact contact) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              jdbc.sql(
                      """
                      UPDATE contact SET released_at = ?
                      WHERE value_hash = ? AND released_at IS NULL
                      """)
                  .params(
                      List.of(Timestamp.from(part.clock().instant()), hash(part.index(), contact)))
                  .update();
              return made(account, passwordHash, contact);
            }));
  }

  @Override
  public boolean bind(String accountId, Contact contact, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO contact (account_id, kind, value_hash, value, bound_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (value_hash) WHERE released_at IS NULL DO NOTHING
                """)
            .params(
                List.of(
                    accountId,
                    contact.kind().name(),
                    hash(part.index(), contact),
                    part.cipher().seal(accountId, contact.value()),
                    Timestamp.from(at)))
            .update()
        == 1;
  }

  @Override
  public boolean release(String accountId, Contact contact, Instant at) {
    return jdbc.sql(
                """
                UPDATE contact SET released_at = ?
                WHERE account_id = ? AND value_hash = ? AND released_at IS NULL
                """)
            .params(List.of(Timestamp.from(at), accountId, hash(part.index(), contact)))
            .update()
        == 1;
  }

  /** The account is locked: of two at the same moment the later finds what the earlier left. */
  @Override
  public boolean releaseOneOf(String accountId, Contact contact, Instant at) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              jdbc.sql("SELECT id FROM account WHERE id = ? FOR NO KEY UPDATE")
                  .param(accountId)
                  .query(String.class)
                  .single();
              return contacts(accountId).size() > 1 && release(accountId, contact, at);
            }));
  }

  private boolean made(Account account, String passwordHash, Contact contact) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean both =
                  accounts.add(account, passwordHash, null)
                      && bind(account.id(), contact, part.clock().instant());
              if (!both) {
                status.setRollbackOnly();
              }
              return both;
            }));
  }

  static String hash(BlindIndex index, Contact contact) {
    return index.of("contact", contact.value());
  }
}
