package org.xinfu.idp.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionOperations;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.TestNumbers;
import org.xinfu.idp.proof.EvidenceSigner;

/**
 * Has the fictitious persons and their company when they are wanted: made once, with documents that
 * can be nobody's, and enclosed in the sandbox in the same transaction.
 */
public final class TestPersons {
  private static final Duration EVIDENCE = Duration.ofDays(3650);

  private final People people;
  private final TestCompany company;
  private final TestNumbers numbers;
  private final Part part;

  /** Accounts and what is said to be proven of them. */
  public record People(
      Accounts accounts, Proofs proofs, IdentityLevels levels, EvidenceSigner signer) {}

  /**
   * The world around.
   *
   * @param enclose puts an account on the fictitious side, one caller at a time
   */
  public record Part(
      Consumer<String> enclose,
      PasswordEncoder passwords,
      TransactionOperations transaction,
      Clock clock) {}

  public TestPersons(People people, TestCompany company, TestNumbers numbers, Part part) {
    this.people = people;
    this.company = company;
    this.numbers = numbers;
    this.part = part;
  }

  /**
   * The mandate under which the person acts for the company; empty for whoever acts for themselves.
   */
  Optional<org.xinfu.idp.domain.mandate.Acting> ready(TestPerson person) {
    return Objects.requireNonNull(
        part.transaction()
            .execute(
                tx -> {
                  made(person);
                  return switch (person) {
                    case REPRESENTATIVE -> Optional.of(company.representative(person.account()));
                    case AGENT -> {
                      made(TestPerson.REPRESENTATIVE);
                      company.representative(TestPerson.REPRESENTATIVE.account());
                      yield Optional.of(company.agent(person.account()));
                    }
                    default -> Optional.empty();
                  };
                }));
  }

  /** The person's account, once they are {@link #ready}. */
  Entrant entrant(TestPerson person) {
    return people.accounts().byId(person.account()).orElseThrow().entrant();
  }

  private void made(TestPerson person) {
    part.enclose().accept(person.account());
    if (people.accounts().byId(person.account()).isEmpty()) {
      String nobodys =
          Objects.requireNonNull(part.passwords().encode(UUID.randomUUID().toString()));
      if (!people.accounts().add(account(person), nobodys, null)) {
        throw new IllegalStateException("the login name is somebody's: " + person.login());
      }
    }
    if (people.levels().of(person.account()).compareTo(person.known()) < 0
        && !people.proofs().keep(proof(person), holder(person))) {
      throw new IllegalStateException("the document is somebody's: " + person.login());
    }
  }

  private Account account(TestPerson person) {
    boolean clerk = person == TestPerson.CLERK;
    return new Account(
        person.account(),
        clerk ? AccountKind.MEMBER : AccountKind.PERSON,
        person.login(),
        person.display(),
        clerk ? numbers.department(1).value() : null,
        clerk ? Set.of(Role.IDENTITY_CLERK) : Set.of(),
        true);
  }

  private Proofs.Holder holder(TestPerson person) {
    String guardian =
        person == TestPerson.MINOR ? TestPerson.REPRESENTATIVE.document(numbers).number() : null;
    return new Proofs.Holder(person.display(), person.document(numbers), person.birth(), guardian);
  }

  private Proof proof(TestPerson person) {
    Instant now = part.clock().instant();
    Proof unsigned =
        new Proof(
            UUID.randomUUID().toString(),
            person.account(),
            person.known(),
            "sandbox",
            person.name(),
            "fictitious " + person.document(numbers).type(),
            person.known() == Ial.IAL3 ? Set.of(Fact.values()) : Set.of(Fact.DOCUMENT),
            now,
            now.plus(EVIDENCE),
            "");
    return people.signer().sign(unsigned);
  }
}
