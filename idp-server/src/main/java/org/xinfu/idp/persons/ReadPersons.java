package org.xinfu.idp.persons;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/**
 * A department's clerk finds out whether somebody at the counter has a verified account. Nobody is
 * found but by a whole document number or an account's id; every look-up, found or not, is a row
 * that the person sees on their own page.
 */
public final class ReadPersons {
  private static final int PER_DAY = 300;

  private final Accounts accounts;
  private final Proofs proofs;
  private final IdentityLevels levels;
  private final Part part;

  /** Allowances, the book and the time. */
  public record Part(Budgets budgets, Audit audit, Sandbox sandbox, Clock clock) {}

  public ReadPersons(Accounts accounts, Proofs proofs, IdentityLevels levels, Part part) {
    this.accounts = accounts;
    this.proofs = proofs;
    this.levels = levels;
    this.part = part;
  }

  /**
   * What a clerk is told.
   *
   * @param name the first character only: enough to compare with the card on the counter
   * @param verifiedAt of the newest evidence in force
   */
  public record Person(
      String id, String name, Ial ial, @Nullable Instant verifiedAt, boolean active) {}

  /** Who asks, by which client, and what for. */
  public record Asking(String clerk, String client, String purpose) {}

  /** The verified holder of a document; empty when there is none. */
  Optional<Person> holder(IdDocument document, Asking asking) {
    String org = clerk(asking);
    Optional<Person> found = proofs.holder(document).flatMap(id -> person(id, asking));
    record(found, org, asking);
    return found;
  }

  /** By account. */
  Optional<Person> byId(String id, Asking asking) {
    String org = clerk(asking);
    Optional<Person> found = person(id, asking);
    record(found, org, asking);
    return found;
  }

  private String clerk(Asking asking) {
    String org =
        accounts
            .byId(asking.clerk())
            .filter(Account::active)
            .map(Account::org)
            .orElseThrow(() -> new Refused(PersonRefusal.PERSON_READER_UNKNOWN));
    String purpose = asking.purpose();
    if (purpose.length() > 200 || !ShownText.line(purpose)) {
      throw new Refused(PersonRefusal.PERSON_PURPOSE_MISSING);
    }
    Budgets.Line line =
        new Budgets.Line("persons read by " + asking.clerk(), PER_DAY, Duration.ofDays(1));
    if (!part.budgets().take(List.of(line), part.clock().instant())) {
      throw new Refused(PersonRefusal.PERSON_READS_LIMITED);
    }
    return org;
  }

  private Optional<Person> person(String id, Asking asking) {
    return accounts
        .byId(id)
        .filter(account -> account.kind() == AccountKind.PERSON)
        .filter(account -> part.sandbox().meet(asking.client(), id))
        .map(
            account ->
                new Person(
                    account.id(),
                    initial(account.displayName()),
                    levels.of(id),
                    proofs.of(id).stream()
                        .filter(proof -> proof.expires().isAfter(part.clock().instant()))
                        .map(Proof::at)
                        .findFirst()
                        .orElse(null),
                    account.active()));
  }

  private void record(Optional<Person> found, String org, Asking asking) {
    part.audit()
        .record(
            "person-read",
            found.map(Person::id).orElse("unknown"),
            found.isPresent() ? "done" : "unknown",
            Map.of("org", org, "purpose", asking.purpose().strip()));
  }

  private static String initial(String name) {
    return name.isEmpty() ? "" : name.substring(0, name.offsetByCodePoints(0, 1)) + "**";
  }
}
