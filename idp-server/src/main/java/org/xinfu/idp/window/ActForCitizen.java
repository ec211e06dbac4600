package org.xinfu.idp.window;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority.Standing;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;

/**
 * 为群众代办: a clerk acts for a citizen who is there. Somebody vouches for that: the reader on which
 * the citizen's document lies, or the citizen's own phone. Whoever has no verified account is not
 * acted for, and no account is made behind their back. The citizen is told, wherever they are
 * reached.
 */
public final class ActForCitizen {
  private final WindowActs acts;
  private final Presence presence;
  private final People people;
  private final Part part;

  /** Who they are. */
  public record People(
      Accounts accounts,
      Proofs proofs,
      IdentityLevels levels,
      Posts posts,
      Persons persons,
      Sandbox sandbox) {}

  /** What counts, signs, records and tells. */
  record Part(
      WindowSettings settings,
      WindowEvidence evidence,
      Budgets budgets,
      Audit audit,
      Notices notices,
      Clock clock) {}

  ActForCitizen(WindowActs acts, Presence presence, People people, Part part) {
    this.acts = acts;
    this.presence = presence;
    this.people = people;
    this.part = part;
  }

  /**
   * An act that may be.
   *
   * @param secret the receipt, or what the phone is to show
   * @param evidence null while a phone has not confirmed
   */
  record Prepared(WindowAct act, String secret, @Nullable String evidence) {}

  /** Looks at everything, and asks the readers; nothing is written but the allowance. */
  Prepared prepare(WindowAct.Clerk clerk, NewAct asked) {
    String self =
        people
            .posts()
            .person(clerk.accountId())
            .orElseThrow(() -> new Refused(WindowRefusal.WINDOW_CLERK_UNLINKED));
    Instant now = part.clock().instant();
    if (!part.budgets().take(lines(clerk), now)) {
      throw new Refused(WindowRefusal.WINDOW_LIMITED);
    }
    return asked.method() == WindowAct.Method.PHONE
        ? new Prepared(act(clerk, asked, null, now), SecretFile.random(), null)
        : vouched(clerk, asked, self);
  }

  private Prepared vouched(WindowAct.Clerk clerk, NewAct asked, String self) {
    IdDocument document = asked.document().orElseThrow();
    String receipt = Objects.requireNonNull(asked.receipt()).strip();
    Presence.Answer answer;
    try {
      answer =
          presence.check(
              document, PersonName.written(Objects.requireNonNull(asked.name()).strip()), receipt);
    } catch (Presence.Unavailable noAnswer) {
      throw new Refused(WindowRefusal.WINDOW_PRESENCE_UNAVAILABLE);
    }
    Instant now = part.clock().instant();
    if (answer.standing() == Standing.DECEASED) {
      people.proofs().freeze(document, now);
    }
    if (!answer.present() || answer.standing() != Standing.LIVING) {
      throw new Refused(WindowRefusal.WINDOW_NOT_PRESENT);
    }
    String person =
        people
            .proofs()
            .holder(document)
            .orElseThrow(() -> new Refused(WindowRefusal.WINDOW_PERSON_UNKNOWN));
    mayBeServed(person, self, clerk);
    WindowAct act = act(clerk, asked, person, now);
    WindowEvidence.Word word =
        new WindowEvidence.Word(answer.source(), answer.reference(), answer.at());
    return new Prepared(act, receipt, part.evidence().sign(act, person, word));
  }

  /** Writes it down, in the caller's transaction. */
  WindowAct begin(Prepared prepared, ServiceName service) {
    WindowAct act = prepared.act();
    if (!acts.add(act, prepared.secret(), prepared.evidence())) {
      throw new Refused(WindowRefusal.WINDOW_RECEIPT_USED);
    }
    String person = act.personId();
    if (person == null) {
      part.audit().record("window-asked", act.id(), "done", details(act));
    } else {
      begun(act, person, service);
    }
    return act;
  }

  /** What a phone is asked; empty when it is over. */
  Optional<WindowAct> asked(String secret) {
    return acts.waiting(secret, part.clock().instant());
  }

  /** The citizen, logged in on their phone, agrees. */
  void confirm(String secret, String person, ServiceName service) {
    WindowAct act = asked(secret).orElseThrow(() -> notActive());
    String self = people.posts().person(act.clerk().accountId()).orElseThrow(() -> notActive());
    Instant now = part.clock().instant();
    mayBeServed(person, self, act.clerk());
    if (people.levels().of(person) == Ial.IAL1) {
      throw new Refused(WindowRefusal.WINDOW_PERSON_UNKNOWN);
    }
    String evidence =
        part.evidence().sign(act, person, new WindowEvidence.Word("phone", act.id(), now));
    if (!acts.begin(act.id(), person, evidence, now)) {
      throw notActive();
    }
    begun(act, person, service);
  }

  /** The citizen does not agree. */
  void deny(String secret, String person) {
    asked(secret)
        .filter(act -> acts.end(act.id(), WindowAct.End.DENIED, part.clock().instant()))
        .ifPresent(act -> part.audit().record("window-begun", person, "denied", details(act)));
  }

  private void begun(WindowAct act, String person, ServiceName service) {
    String how = act.method().name().toLowerCase(Locale.ROOT);
    boolean phone = act.method() == WindowAct.Method.PHONE;
    Actor actor = phone ? new Actor(person, act.clerk().clientId()) : Actor.current();
    part.audit().record(actor, new Audit.Act("window-begun", person, how, details(act)));
    Locale language = Locale.SIMPLIFIED_CHINESE;
    part.notices()
        .tell(
            person,
            people.persons().contacts(person),
            new Notices.Notice(
                "window.notice",
                List.of(service.in(language), act.where().window(), act.where().matter()),
                language));
  }

  /**
   * Never for oneself, nor for somebody who may not act, or not alone, nor across the line between
   * real persons and fictitious ones.
   */
  private void mayBeServed(String person, String self, WindowAct.Clerk clerk) {
    boolean serves =
        people
            .accounts()
            .byId(person)
            .filter(account -> account.kind() == AccountKind.PERSON)
            .filter(Account::active)
            .filter(account -> people.sandbox().meet(clerk.clientId(), account.id()))
            .isPresent();
    if (!serves) {
      throw new Refused(WindowRefusal.WINDOW_PERSON_NOT_SERVED);
    }
    if (person.equals(self)) {
      throw new Refused(WindowRefusal.WINDOW_OWN_MATTER);
    }
    if (people.proofs().minor(person, part.clock().instant())) {
      throw new Refused(WindowRefusal.WINDOW_PERSON_MINOR);
    }
  }

  private WindowAct act(WindowAct.Clerk clerk, NewAct asked, @Nullable String person, Instant now) {
    return new WindowAct(
        UUID.randomUUID().toString(),
        0,
        clerk,
        person,
        asked.where(),
        Objects.requireNonNull(asked.method()),
        now,
        person == null ? null : now,
        now.plus(part.settings().life()),
        null,
        null);
  }

  private List<Budgets.Line> lines(WindowAct.Clerk clerk) {
    String by = " by " + clerk.accountId();
    return List.of(
        new Budgets.Line("window hour" + by, part.settings().perHour(), Duration.ofHours(1)),
        new Budgets.Line("window day" + by, part.settings().perDay(), Duration.ofDays(1)));
  }

  private static Map<String, String> details(WindowAct act) {
    return Map.of(
        "window_act", act.id(),
        "clerk", act.clerk().accountId(),
        "org", act.clerk().org(),
        "window", act.where().window(),
        "matter", act.where().matter());
  }

  private static Refused notActive() {
    return new Refused(WindowRefusal.WINDOW_ACT_NOT_ACTIVE);
  }
}
