package org.xinfu.idp.legacy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.transaction.support.TransactionOperations;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.legacy.LegacyAccounts.Known;
import org.xinfu.idp.legacy.LegacyAccounts.Line;
import org.xinfu.idp.login.PasswordHashes;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.json.CanonicalJson;

/**
 * Takes over one person's account of another system: unverified, IAL1, with the password that its
 * owner knows. Each by itself with its audit row, or not at all, so that a file may be sent again
 * whenever something went wrong: what is there stays as it is, whatever its owner has done with it.
 * An account that is here is never touched.
 */
public final class ImportAccounts {
  private static final int NAMES = 10;

  private final Accounts accounts;
  private final Persons persons;
  private final LegacyAccounts taken;
  private final Part part;
  private final LegacyVerifiers verifiers;
  private final SecureRandom random = new SecureRandom();

  /** What makes verifiers, and the book. */
  public record Part(
      PasswordHashes hashes,
      TransactionOperations transaction,
      MessageSource texts,
      Audit audit,
      Clock clock) {}

  public ImportAccounts(Accounts accounts, Persons persons, LegacyAccounts taken, Part part) {
    this.accounts = accounts;
    this.persons = persons;
    this.taken = taken;
    this.part = part;
    this.verifiers = new LegacyVerifiers(part.hashes());
  }

  /**
   * What came of it.
   *
   * @param login name to log in with; empty when the account is gone or closed since
   */
  record Taken(boolean made, String accountId, String login) {}

  /**
   * Takes it over, or finds it.
   *
   * @param account without faults
   * @return empty when its password is none that is taken
   * @throws Refused with a {@link LegacyRefusal}
   */
  Optional<Taken> take(String source, LegacyAccount account) {
    Line line = new Line(source, account.id(), canonical(account));
    Optional<Taken> before = before(line);
    if (before.isPresent()) {
      return before;
    }
    if (account.password().isEmpty() && account.verified().isEmpty()) {
      throw new Refused(LegacyRefusal.LEGACY_UNREACHABLE);
    }
    return verifier(account).map(verifier -> take(line, account, verifier));
  }

  /**
   * Finds what an earlier release took over, whose rules of names were wider: it is there, whatever
   * its name is. Of other lines with faults nothing is looked for.
   *
   * @throws Refused with a {@link LegacyRefusal}
   */
  Optional<Taken> before(String source, LegacyAccount account) {
    return account.wasFit()
        ? before(new Line(source, account.id(), canonical(account)))
        : Optional.empty();
  }

  /**
   * Notes what was not taken of one call: how many lines and why, nothing that a line says.
   *
   * @param lines how many the call had
   * @param codes how often each was the answer
   */
  void refused(String source, int lines, Map<String, Long> codes) {
    if (!codes.isEmpty()) {
      long refused = codes.values().stream().mapToLong(Long::longValue).sum();
      Map<String, Object> facts = Map.of("lines", lines, "refused", refused, "codes", codes);
      part.audit().record("accounts-refused", source, "refused", facts);
    }
  }

  /** Members sorted (RFC 8785 §3.2.3): another export may write them in another order. */
  private static String canonical(LegacyAccount account) {
    Map<String, @Nullable Object> sorted = new TreeMap<>(account.members());
    account.password().ifPresent(password -> sorted.put("password", new TreeMap<>(password)));
    return CanonicalJson.write(sorted);
  }

  /**
   * The name is told again: the answer that told one that was made may have been lost on the way.
   */
  private Optional<Taken> before(Line line) {
    Optional<Known> known = taken.of(line);
    if (known.isPresent() && !known.get().same()) {
      throw new Refused(LegacyRefusal.LEGACY_LINE_CHANGED);
    }
    return known.map(found -> new Taken(false, found.accountId(), login(found.accountId())));
  }

  private String login(String accountId) {
    return accounts.byId(accountId).filter(Account::active).map(Account::loginName).orElse("");
  }

  /** Whoever had no password gets one that nobody knows. */
  private Optional<String> verifier(LegacyAccount account) {
    Optional<Map<?, ?>> password = account.password();
    return password.isPresent()
        ? verifiers.read(password.get())
        : Optional.ofNullable(part.hashes().encode(SecretFile.random()));
  }

  private Taken take(Line line, LegacyAccount account, String verifier) {
    String id = UUID.randomUUID().toString();
    Optional<Taken> made =
        Objects.requireNonNull(
            part.transaction()
                .execute(
                    tx -> {
                      if (!taken.add(line, id, part.clock().instant())) {
                        return Optional.<Taken>empty();
                      }
                      String login = added(id, account, verifier);
                      bind(id, account.verified());
                      part.audit().record("account-imported", id, "done", facts(line, account));
                      return Optional.of(new Taken(true, id, login));
                    }));
    return made.or(() -> before(line)).orElseThrow(); // meanwhile, by another
  }

  private String added(String id, LegacyAccount account, String verifier) {
    Optional<String> wanted = account.login();
    for (int i = 0; i < (wanted.isPresent() ? 1 : NAMES); i++) {
      String login = wanted.orElseGet(this::name);
      String display = account.name().orElseGet(this::unnamed);
      Account fresh = new Account(id, AccountKind.PERSON, login, display, null, Set.of(), true);
      if (accounts.add(fresh, verifier, null)) {
        return login;
      }
    }
    throw new Refused(LegacyRefusal.LEGACY_LOGIN_TAKEN);
  }

  private void bind(String id, List<Contact> contacts) {
    for (Contact contact : contacts) {
      if (!persons.bind(id, contact, part.clock().instant())) {
        throw new Refused(LegacyRefusal.LEGACY_CONTACT_TAKEN);
      }
    }
  }

  private static Map<String, String> facts(Line line, LegacyAccount account) {
    String scheme =
        account.password().map(password -> Objects.toString(password.get("scheme"))).orElse("none");
    return Map.of("source", line.source(), "scheme", scheme);
  }

  /** As a registration makes them. */
  private String name() {
    return "p" + String.valueOf(10_000_000_000L + random.nextLong(10_000_000_000L)).substring(1);
  }

  private String unnamed() {
    return part.texts().getMessage("person.unnamed", null, Locale.SIMPLIFIED_CHINESE);
  }
}
