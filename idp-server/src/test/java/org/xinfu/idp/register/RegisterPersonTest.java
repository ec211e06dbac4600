package org.xinfu.idp.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.code.CodeStore;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.HttpMessages;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.code.NoticeQueue;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.ProvenLately;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.mandate.Ports;
import org.xinfu.idp.register.RegisterPerson.Outcome;

/** The end of a registration. */
class RegisterPersonTest {
  private static final Instant PROVEN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Contact NUMBER = Contact.parse("19900000001").orElseThrow();

  private final List<String> book = new ArrayList<>();
  private Instant now = PROVEN;
  private Optional<Instant> given = Optional.of(PROVEN);

  /** The number may have been given to somebody else since. */
  @Test
  void a_number_that_was_proven_long_ago_makes_no_account() {
    now = PROVEN.plus(LIFE);
    assertThat(finish()).isInstanceOf(Outcome.Done.class);
    now = now.plusSeconds(1);
    assertThat(finish()).isInstanceOf(Outcome.Expired.class);
    given = Optional.empty(); // as a session of an older release has it
    now = PROVEN;
    assertThat(finish()).isInstanceOf(Outcome.Expired.class);
  }

  /** What is told is written with the account; no gateway is asked meanwhile. */
  @Test
  void the_old_holder_is_told_where_they_are_still_reached() {
    assertThat(finish()).isInstanceOf(Outcome.Done.class);
    assertThat(book)
        .containsExactly(
            "old contact-released recycled",
            "old contact.moved [+86199****0001] to a***@old.example",
            "r person-registered done");
  }

  private NoticeQueue queue() {
    return Ports.fake(
        NoticeQueue.class,
        Map.of(
            "put",
            in -> {
              NoticeQueue.Fresh fresh = (NoticeQueue.Fresh) in[0];
              return book.add(
                  fresh.accountId()
                      + " "
                      + fresh.notice().key()
                      + " "
                      + fresh.notice().arguments()
                      + " to "
                      + fresh.contact());
            }));
  }

  private Outcome finish() {
    IdpAudit audit =
        (client, subject, fact) -> book.add(subject + " " + fact.act() + " " + fact.outcome());
    // Nobody listens there.
    Messages gone = new HttpMessages(java.net.URI.create("http://127.0.0.1:1/"), () -> "t");
    StaticMessageSource texts = new StaticMessageSource();
    texts.setUseCodeAsDefaultMessage(true);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Persons persons =
        Ports.fake(
            Persons.class,
            Map.of(
                "accountOf", in -> Optional.of("old"),
                "registerRecycled", in -> true,
                "contacts", in -> List.of(Contact.parse("a@old.example").orElseThrow())));
    RegisterPerson.Part part =
        new RegisterPerson.Part(
            new PasswordRules(Set.of()),
            Ports.fake(PasswordEncoder.class, Map.of("encode", in -> "x")),
            new Notices(queue(), clock),
            texts,
            audit,
            clock,
            new ProvenLately(LIFE, clock));
    ContactCodes codes =
        new ContactCodes(
            Ports.fake(CodeStore.class, Map.of()),
            Ports.fake(Budgets.class, Map.of()),
            gone,
            new ContactCodes.Part(clock, audit, texts, new ContactCodes.Limits(1, 1, 1, 1)));
    Accounts accounts = Ports.fake(Accounts.class, Map.of("byId", in -> Optional.empty()));
    Registration registration =
        new Registration("r", NUMBER, Registration.Stage.PROVEN, given.orElse(null));
    return new RegisterPerson(accounts, persons, codes, part)
        .finish(registration, "蓉城-绛雪-玉垒浮云", true, Locale.ENGLISH);
  }
}
