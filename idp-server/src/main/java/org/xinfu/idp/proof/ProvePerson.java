package org.xinfu.idp.proof;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.IdentityAuthority.Standing;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.ProofPolicy;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.factor.SecondFactors;
import org.xinfu.idp.login.LogIn;

/**
 * Has an authority check who an account's holder is and keeps the answer as signed evidence. One
 * document belongs to one account; whoever claims another's document learns nothing but that the
 * claim does not stand.
 */
public final class ProvePerson {
  private static final String PROVEN_AGAIN = "person-proven-again";
  private static final String MERGED = "accounts-merged";
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /** Civil Code art. 17: a natural person aged 18 or over is an adult. */
  private static final int ADULT = 18;

  private final IdentityAuthority authority;
  private final Proofs proofs;
  private final ProofPolicy policy;
  private final Part part;
  private final Tries tries;

  /**
   * What signs, counts and tells the time.
   *
   * @param notices what tells people that their accounts were joined
   * @param fictitious whether the document can be nobody's
   */
  public record Part(
      EvidenceSigner signer,
      Budgets budgets,
      Shown shown,
      IdpAudit audit,
      MergeNotices notices,
      Clock clock,
      Predicate<IdDocument> fictitious) {}

  /** By what it is shown whose another account is. */
  public record Shown(LogIn logIn, SecondFactors factors) {}

  public ProvePerson(IdentityAuthority authority, Proofs proofs, ProofPolicy policy, Part part) {
    this.authority = authority;
    this.proofs = proofs;
    this.policy = policy;
    this.part = part;
    this.tries = new Tries(part.budgets());
  }

  /**
   * Finds the account of somebody who has lost what they log in with: the one that holds the
   * document, when the authority matches as much again as it had matched before. Empty tells
   * nothing: no such account, too little matched, too many tries. A dead holder's account is
   * frozen.
   *
   * @param by a contact that the visitor holds
   * @param before the level that the account had by its evidence
   */
  public Optional<String> again(Claims claims, Contact by, Origin from, IdentityLevels before) {
    Instant now = part.clock().instant();
    boolean minor = minor(claims.birthDate(), now);
    if (!tries.by(by, from, now)) {
      return notAgain(by, "limited");
    }
    if (part.fictitious().test(claims.document()) || (minor && claims.guardian() == null)) {
      return notAgain(by, "refused");
    }
    IdentityAuthority.Answer answer;
    try {
      answer = authority.check(claims);
    } catch (IdentityAuthority.Unavailable noAnswer) {
      notAgain(by, "unavailable");
      throw noAnswer;
    }
    freezeTheDead(claims, answer, now);
    Set<String> holders = holders(claims, answer);
    Optional<String> holder = holders.size() == 1 ? holders.stream().findFirst() : Optional.empty();
    Ial level = policy.level(answer.matched());
    boolean own = holder.isPresent() && holder.equals(part.notices().persons().accountOf(by));
    boolean told = tries.about(claims.document(), answer.matched(), own, now);
    boolean enough =
        told
            && answer.standing() == Standing.LIVING
            && !ended(claims, answer.at())
            && level.compareTo(Ial.IAL2) >= 0
            && (!minor || answer.guardian());
    Optional<String> found =
        holder
            .filter(account -> enough && level.compareTo(before.of(account)) >= 0)
            .filter(account -> keptAgain(account, claims, answer));
    if (found.isEmpty()) {
      String why = told ? "refused" : "limited";
      part.audit().record(null, holder.orElse("unknown"), PROVEN_AGAIN, why);
    }
    return found;
  }

  /** Before anybody is known of: the book says who asked by the ends of their contact. */
  private Optional<String> notAgain(Contact by, String why) {
    Map<String, String> details = Map.of("by", by.masked());
    part.audit().record(null, "unknown", new IdpAudit.Fact(PROVEN_AGAIN, why, details));
    return Optional.empty();
  }

  private boolean keptAgain(String account, Claims claims, IdentityAuthority.Answer answer) {
    Proof proof = proof(account, claims, answer, policy.level(answer.matched()));
    boolean minor = minor(claims.birthDate(), part.clock().instant());
    Proofs.Holder holder = holder(claims, answer, minor);
    return part.audit().with(account, PROVEN_AGAIN, "done", () -> keep(proof, holder));
  }

  /** Keeps it, and says when the account's document is another from now on. */
  private boolean keep(Proof proof, Proofs.Holder holder) {
    Optional<IdDocument> before = proofs.document(proof.accountId());
    boolean kept = proofs.keep(proof, holder);
    if (kept && before.filter(old -> !old.equals(holder.document())).isPresent()) {
      part.audit().record(null, proof.accountId(), "document-changed", "done");
    }
    return kept;
  }

  private static Proofs.Holder holder(
      Claims claims, IdentityAuthority.Answer answer, boolean minor) {
    return new Proofs.Holder(
        claims.name(),
        claims.document(),
        claims.birthDate(),
        minor ? claims.guardian() : null,
        answer.replaced());
  }

  /** Whoever asks, and whatever comes of it: an account whose holder is dead is nobody's to use. */
  private void freezeTheDead(Claims claims, IdentityAuthority.Answer answer, Instant now) {
    dead(claims, answer).forEach(document -> proofs.freeze(document, now));
  }

  /** The documents of somebody who the authority says is dead; none of the living. */
  static Stream<IdDocument> dead(Claims claims, IdentityAuthority.Answer answer) {
    return answer.standing() == Standing.DECEASED ? documents(claims, answer) : Stream.empty();
  }

  /** Who holds the document, or one that the authority issued it in the place of. */
  private Set<String> holders(Claims claims, IdentityAuthority.Answer answer) {
    return documents(claims, answer)
        .flatMap(document -> proofs.holder(document).stream())
        .collect(Collectors.toSet());
  }

  private static Stream<IdDocument> documents(Claims claims, IdentityAuthority.Answer answer) {
    return Stream.concat(Stream.of(claims.document()), answer.replaced().stream());
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    NOT_MATCHED,
    /** All of it matched, but the document's term is over. */
    DOCUMENT_ENDED,
    /** The document is proven to be another account's of the same person. */
    DUPLICATE,
    GUARDIAN_WANTED,
    LIMITED,
    /** The account that is to stay has a second factor, which was not shown. */
    SECOND,
    /** The 网号 is another account's. */
    NUMBER_TAKEN,
    UNAVAILABLE
  }

  /** Checks the claims of the account's holder. */
  public Outcome prove(Account account, Claims claims) {
    return claimed(account, claims).outcome();
  }

  /**
   * What came of claims.
   *
   * @param answer null when the authority was not asked or did not answer
   */
  private record Claimed(Outcome outcome, IdentityAuthority.@Nullable Answer answer) {}

  private Claimed claimed(Account account, Claims claims) {
    Instant now = part.clock().instant();
    if (!tries.by(account.id(), now)) {
      return told(account, Outcome.LIMITED, null);
    }
    if (part.fictitious().test(claims.document())) {
      return told(account, Outcome.NOT_MATCHED, null);
    }
    boolean minor = minor(claims.birthDate(), now);
    if (minor && claims.guardian() == null) {
      return told(account, Outcome.GUARDIAN_WANTED, null);
    }
    IdentityAuthority.Answer answer;
    try {
      answer = authority.check(claims);
    } catch (IdentityAuthority.Unavailable noAnswer) {
      return told(account, Outcome.UNAVAILABLE, null);
    }
    freezeTheDead(claims, answer, now);
    boolean own = proofs.holder(claims.document()).filter(account.id()::equals).isPresent();
    if (!tries.about(claims.document(), answer.matched(), own, now)) {
      return told(account, Outcome.LIMITED, answer);
    }
    Ial level = policy.level(answer.matched());
    if (answer.standing() != Standing.LIVING
        || level == Ial.IAL1
        || (minor && !answer.guardian())) {
      return told(account, Outcome.NOT_MATCHED, answer);
    }
    if (ended(claims, answer.at())) {
      return told(account, Outcome.DOCUMENT_ENDED, answer);
    }
    if (holders(claims, answer).stream().anyMatch(holder -> !holder.equals(account.id()))) {
      return told(account, Outcome.DUPLICATE, answer);
    }
    Proof proof = proof(account.id(), claims, answer, level);
    Proofs.Holder holder = holder(claims, answer, minor);
    boolean kept =
        part.audit().with(account.id(), "person-proven", "done", () -> keep(proof, holder));
    return kept ? new Claimed(Outcome.DONE, answer) : told(account, Outcome.NOT_MATCHED, answer);
  }

  /**
   * Joins this account to the one that holds the document: only with what logs in to the other, its
   * second factor too, and only when the authority has just matched these claims to the same
   * document. An account that is verified is joined only to one of the same person: where both hold
   * documents of which the authority says that this one was issued in the place of the others.
   */
  public Outcome merge(Account account, Claims claims, Other other) {
    Claimed claimed = claimed(account, claims);
    IdentityAuthority.Answer answer = claimed.answer();
    if (answer == null || claimed.outcome() != Outcome.DUPLICATE) {
      return claimed.outcome() == Outcome.DONE ? Outcome.NOT_MATCHED : claimed.outcome();
    }
    Optional<String> kept =
        part.shown().logIn().attempt(other.loginName(), other.password(), other.from())
                instanceof LogIn.Outcome.Done done
            ? Optional.of(done.account().id())
                .filter(holders(claims, answer)::contains)
                .filter(id -> !id.equals(account.id()))
            : Optional.empty();
    Outcome outcome =
        kept.map(id -> joined(new Two(account.id(), id), other, claims, answer))
            .orElse(Outcome.NOT_MATCHED);
    if (outcome != Outcome.DONE) {
      String word = outcome == Outcome.SECOND ? "second" : "refused";
      part.audit().record(null, account.id(), MERGED, word);
    }
    return outcome;
  }

  private record Two(String ended, String kept) {}

  private Outcome joined(Two two, Other other, Claims claims, IdentityAuthority.Answer answer) {
    if (!part.shown().factors().beside(two.kept(), other.code(), other.from())) {
      return Outcome.SECOND;
    }
    Instant now = part.clock().instant();
    Proof proof = proof(two.kept(), claims, answer, policy.level(answer.matched()));
    Proofs.Holder holder = holder(claims, answer, minor(claims.birthDate(), now));
    boolean merged =
        booked(two, other, () -> proofs.merge(two.ended(), two.kept(), now))
            || booked(two, other, () -> proofs.join(two.ended(), proof, holder));
    return merged ? Outcome.DONE : Outcome.NOT_MATCHED;
  }

  /** In the books of both, and told at both, or not done. */
  private boolean booked(Two two, Other other, BooleanSupplier work) {
    IdpAudit audit = part.audit();
    return audit.with(
        two.ended(),
        MERGED,
        "done",
        () -> {
          MergeNotices.Reached before = part.notices().reached(two.ended(), two.kept());
          boolean done = audit.with(two.kept(), MERGED, "kept", work);
          if (done) {
            part.notices().tell(before, other.language());
          }
          return done;
        });
  }

  /**
   * The account to keep.
   *
   * @param code of its app, or a recovery code; empty where it has no second factor
   * @param from where the request comes from
   */
  public record Other(
      String loginName, String password, String code, Origin from, Locale language) {}

  /** Whether somebody born then is a minor at that time, in China. */
  public static boolean minor(LocalDate birthDate, Instant at) {
    return at.atZone(CHINA).toLocalDate().isBefore(birthDate.plusYears(ADULT));
  }

  /** Its last day is a day of it (Resident Identity Card Law art. 11: it is exchanged then). */
  private static boolean ended(Claims claims, Instant at) {
    LocalDate term = claims.term();
    return term != null && term.isBefore(at.atZone(CHINA).toLocalDate());
  }

  private Proof proof(String account, Claims claims, IdentityAuthority.Answer answer, Ial level) {
    Instant expires = answer.at().plus(policy.life());
    LocalDate term = claims.term();
    if (term != null) {
      Instant end = term.plusDays(1).atStartOfDay(CHINA).toInstant();
      expires = end.isBefore(expires) ? end : expires;
    }
    Proof unsigned =
        new Proof(
            UUID.randomUUID().toString(),
            account,
            level,
            answer.source(),
            answer.reference(),
            Proof.BY_AUTHORITY + claims.document().type(),
            answer.matched(),
            answer.at(),
            expires,
            "");
    return part.signer().sign(unsigned);
  }

  private Claimed told(
      Account account, Outcome outcome, IdentityAuthority.@Nullable Answer answer) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    part.audit().record(null, account.id(), "person-proven", name);
    return new Claimed(outcome, answer);
  }
}
