package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
  public boolean registerRecycled(
      Account account, String passwordHash, Contact contact, String from) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              locked(from, from);
              return release(from, contact, part.clock().instant())
                  && made(account, passwordHash, contact);
            }));
  }

  @Override
  public boolean bind(String accountId, Contact contact, Instant at) {
    // The account's row is locked: a closure waits, and takes this contact with the others.
    return jdbc.sql(
                """
                INSERT INTO contact (account_id, kind, value_hash, value, bound_at)
                SELECT id, ?, ?, ?, ? FROM account WHERE id = ? AND active FOR NO KEY UPDATE
                ON CONFLICT (value_hash) WHERE released_at IS NULL DO NOTHING
                """)
            .params(
                List.of(
                    contact.kind().name(),
                    hash(part.index(), contact),
                    part.cipher().seal(accountId, contact.value()),
                    Timestamp.from(at),
                    accountId))
            .update()
        == 1;
  }

  @Override
  public Bound bindMore(String accountId, Contact contact, More more) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              if (!locked(accountId, more.from().orElse(accountId))) {
                return Bound.CLOSED;
              }
              List<Contact> before = contacts(accountId);
              if (before.contains(contact)) {
                return Bound.KNOWN;
              }
              if (before.size() >= more.most()) {
                return Bound.MANY;
              }
              boolean free =
                  more.from().isEmpty() || release(more.from().get(), contact, more.at());
              return free && bind(accountId, contact, more.at()) ? Bound.DONE : Bound.TAKEN;
            }));
  }

  /**
   * Whether the first is open. Waits for who writes to the two, in one order, so that nobody waits
   * in a circle: what is asked next sees what they wrote.
   */
  private boolean locked(String accountId, String other) {
    return jdbc.sql(
            "SELECT id, active FROM account WHERE id IN (?, ?) ORDER BY id FOR NO KEY UPDATE")
        .params(List.of(accountId, other))
        .query((row, number) -> row.getBoolean(2) && row.getString(1).equals(accountId))
        .list()
        .contains(true);
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
  public Released releaseOneOf(String accountId, Contact contact, Instant at, Instant settled) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              locked(accountId, accountId);
              List<Contact> bound = contacts(accountId);
              if (!bound.contains(contact)) {
                return Released.GONE;
              }
              if (bound.size() == 1) {
                return Released.LAST;
              }
              if (hasNewer(accountId, contact, settled)) {
                return Released.RECENT;
              }
              return release(accountId, contact, at) ? Released.DONE : Released.GONE;
            }));
  }

  private boolean hasNewer(String accountId, Contact contact, Instant settled) {
    return jdbc.sql(
            """
            SELECT 1 FROM contact c JOIN contact n ON n.account_id = c.account_id
            WHERE c.account_id = ? AND c.value_hash = ? AND c.released_at IS NULL
              AND n.released_at IS NULL AND n.bound_at > c.bound_at AND n.bound_at > ? LIMIT 1
            """)
        .params(List.of(accountId, hash(part.index(), contact), Timestamp.from(settled)))
        .query(Integer.class)
        .optional()
        .isPresent();
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
