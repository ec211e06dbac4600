package org.xinfu.idp.console;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.kit.security.BootstrapToken;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * The way in before there is an administrator: a token that is made once opens a page where the
 * three administrators choose their names and passwords together, all three or none. Afterwards the
 * page is closed for good.
 */
public final class FirstAdministrators {
  static final List<Role> POWERS =
      List.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN);

  private final Accounts accounts;
  private final Officials officials;
  private final BootstrapToken token;
  private final Part part;

  /** Passwords, transactions and the book. */
  public record Part(
      PasswordRules rules,
      PasswordEncoder passwords,
      TransactionTemplate transaction,
      IdpAudit audit) {}

  public FirstAdministrators(
      Accounts accounts, Officials officials, BootstrapToken token, Part part) {
    this.accounts = accounts;
    this.officials = officials;
    this.token = token;
    this.part = part;
  }

  /** The token, once, when nobody administers yet; whoever gets it hands it to the operator. */
  public Optional<String> token() {
    return officials.anyPower() ? Optional.empty() : token.first();
  }

  /** Whether the page is open. */
  boolean open() {
    return !officials.anyPower();
  }

  /** What came of an attempt. */
  enum Outcome {
    DONE,
    /** The department's code is none. */
    ORG,
    /** Two login names are alike. */
    ALIKE,
    /** A login name is not well formed. */
    LOGIN,
    /** A name is blank or too long. */
    NAME,
    /** The same of passwords as in {@link PasswordRules.Fault}. */
    TOO_SHORT,
    TOO_LONG,
    COMMON,
    PERSONAL,
    /** Wrong or used token, a name that is taken, or there are administrators already. */
    REFUSED
  }

  /**
   * The answer to an attempt.
   *
   * @param whose the power of the one person whom it is about; null when it is about all
   */
  record Answer(Outcome outcome, @Nullable Role whose) {}

  /** Makes all three. */
  Answer appoint(String typed, String org, List<Person> three) {
    Answer fault = fault(org, three).orElse(null);
    if (fault != null) {
      return fault;
    }
    boolean done =
        Boolean.TRUE.equals(
            part.transaction()
                .execute(
                    tx -> {
                      boolean all = open() && token.redeem(typed) && add(org, three);
                      if (all) {
                        told("done");
                      } else {
                        tx.setRollbackOnly();
                      }
                      return all;
                    }));
    if (!done) {
      told("refused");
    }
    return new Answer(done ? Outcome.DONE : Outcome.REFUSED, null);
  }

  private void told(String outcome) {
    part.audit().record(null, "administrators", "first-appointed", outcome);
  }

  /** One of them. */
  record Person(String login, String name, String password) {}

  private boolean add(String org, List<Person> three) {
    boolean all = true;
    for (int i = 0; i < three.size(); i++) {
      Person person = three.get(i);
      Account account =
          new Account(
              UUID.randomUUID().toString(),
              AccountKind.MEMBER,
              person.login(),
              person.name().strip(),
              org,
              Set.of(POWERS.get(i)),
              true);
      String verifier =
          Objects.requireNonNull(part.passwords().encode(PasswordRules.normal(person.password())));
      all &= accounts.add(account, verifier, null);
    }
    return all;
  }

  /** The first thing that is not fit. */
  private Optional<Answer> fault(String org, List<Person> three) {
    if (UnifiedSocialCreditCode.parse(org).isEmpty()) {
      return Optional.of(new Answer(Outcome.ORG, null));
    }
    if (three.size() != POWERS.size()
        || three.stream().map(Person::login).distinct().count() != POWERS.size()) {
      return Optional.of(new Answer(Outcome.ALIKE, null));
    }
    return IntStream.range(0, POWERS.size())
        .mapToObj(i -> fault(three.get(i)).map(fault -> new Answer(fault, POWERS.get(i))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Outcome> fault(Person person) {
    if (!Members.loginName(person.login())) {
      return Optional.of(Outcome.LOGIN);
    }
    if (!Members.named(person.name())) {
      return Optional.of(Outcome.NAME);
    }
    return switch (part.rules()
        .judge(PasswordRules.normal(person.password()), List.of(person.login()))) {
      case TOO_SHORT -> Optional.of(Outcome.TOO_SHORT);
      case TOO_LONG -> Optional.of(Outcome.TOO_LONG);
      case COMMON -> Optional.of(Outcome.COMMON);
      case PERSONAL -> Optional.of(Outcome.PERSONAL);
      case NONE -> Optional.empty();
    };
  }
}
