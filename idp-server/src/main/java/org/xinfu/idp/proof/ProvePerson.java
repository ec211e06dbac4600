package org.xinfu.idp.proof;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
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
   * @param fictitious whether the document can be nobody's
   */
  public record Part(
      EvidenceSigner signer,
      Budgets budgets,
      Shown shown,
      IdpAudit audit,
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
   * nothing: no such account, too little matched, too many tries.
   *
   * @param by a contact that the visitor holds
   * @param before the level that the account had by its evidence
   */
  public Optional<String> again(Claims claims, Contact by, Origin from, IdentityLevels before) {
    Instant now = part.clock().instant();
    boolean minor = minor(claims.birthDate(), now);
    if (!tries.by(by, from, now)
        || part.fictitious().test(claims.document())
        || (minor && claims.guardian() == null)) {
      return Optional.empty();
    }
    IdentityAuthority.Answer answer = authority.check(claims);
    Optional<String> holder = proofs.holder(claims.document());
    Ial level = policy.level(answer.matched());
    boolean enough =
        tries.about(claims.document(), answer.matched(), now)
            && answer.standing() == Standing.LIVING
            && level.compareTo(Ial.IAL2) >= 0
            && (!minor || answer.guardian());
    Optional<String> found =
        holder.filter(account -> enough && level.compareTo(before.of(account)) >= 0);
    part.audit()
        .record(
            null,
            holder.orElse("unknown"),
            "person-proven-again",
            found.isEmpty() ? "refused" : "done");
    return found.filter(account -> keepAgain(account, claims, answer));
  }

  private boolean keepAgain(String account, Claims claims, IdentityAuthority.Answer answer) {
    Proof proof = proof(account, claims, answer, policy.level(answer.matched()));
    boolean minor = minor(claims.birthDate(), part.clock().instant());
    return proofs.keep(
        proof,
        new Proofs.Holder(
            claims.name(),
            claims.document(),
            claims.birthDate(),
            minor ? claims.guardian() : null));
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    NOT_MATCHED,
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
    Instant now = part.clock().instant();
    if (!tries.by(account.id(), now)) {
      return told(account, Outcome.LIMITED);
    }
    if (part.fictitious().test(claims.document())) {
      return told(account, Outcome.NOT_MATCHED);
    }
    boolean minor = minor(claims.birthDate(), now);
    if (minor && claims.guardian() == null) {
      return told(account, Outcome.GUARDIAN_WANTED);
    }
    IdentityAuthority.Answer answer;
    try {
      answer = authority.check(claims);
    } catch (IdentityAuthority.Unavailable noAnswer) {
      return told(account, Outcome.UNAVAILABLE);
    }
    if (answer.standing() == Standing.DECEASED) {
      proofs
          .freeze(claims.document(), now)
          .ifPresent(frozen -> part.audit().record(null, frozen, "holder-frozen", "deceased"));
    }
    if (!tries.about(claims.document(), answer.matched(), now)) {
      return told(account, Outcome.LIMITED);
    }
    Ial level = policy.level(answer.matched());
    if (answer.standing() != Standing.LIVING
        || level == Ial.IAL1
        || (minor && !answer.guardian())) {
      return told(account, Outcome.NOT_MATCHED);
    }
    Optional<String> holder = proofs.holder(claims.document());
    if (holder.isPresent() && !holder.get().equals(account.id())) {
      return told(account, Outcome.DUPLICATE);
    }
    Proof proof = proof(account.id(), claims, answer, level);
    Proofs.Holder person =
        new Proofs.Holder(
            claims.name(), claims.document(), claims.birthDate(), minor ? claims.guardian() : null);
    return told(account, proofs.keep(proof, person) ? Outcome.DONE : Outcome.NOT_MATCHED);
  }

  /**
   * Joins this account to the one that holds the document: only with what logs in to the other, its
   * second factor too, and only when the authority has just matched these claims to the same
   * document. An account that is verified as somebody is joined to nobody else's.
   */
  public Outcome merge(Account account, Claims claims, Other other) {
    Outcome claimed = prove(account, claims);
    if (claimed != Outcome.DUPLICATE) {
      return claimed == Outcome.DONE ? Outcome.NOT_MATCHED : claimed;
    }
    Optional<String> holder = proofs.holder(claims.document());
    Optional<String> kept =
        part.shown().logIn().attempt(other.loginName(), other.password(), other.from())
                instanceof LogIn.Outcome.Done done
            ? holder.filter(done.account().id()::equals)
            : Optional.empty();
    Outcome outcome = kept.map(id -> joined(account, id, other)).orElse(Outcome.NOT_MATCHED);
    String word =
        switch (outcome) {
          case DONE -> "done";
          case SECOND -> "second";
          default -> "refused";
        };
    part.audit().record(null, account.id(), "accounts-merged", word);
    return outcome;
  }

  private Outcome joined(Account account, String kept, Other other) {
    if (!part.shown().factors().beside(kept, other.code(), other.from())) {
      return Outcome.SECOND;
    }
    boolean merged = proofs.merge(account.id(), kept, part.clock().instant());
    return merged ? Outcome.DONE : Outcome.NOT_MATCHED;
  }

  /**
   * The account to keep.
   *
   * @param code of its app, or a recovery code; empty where it has no second factor
   * @param from where the request comes from
   */
  public record Other(String loginName, String password, String code, Origin from) {}

  /** Whether somebody born then is a minor at that time, in China. */
  public static boolean minor(LocalDate birthDate, Instant at) {
    return at.atZone(CHINA).toLocalDate().isBefore(birthDate.plusYears(ADULT));
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
            "authority-check " + claims.document().type(),
            answer.matched(),
            answer.at(),
            expires,
            "");
    return part.signer().sign(unsigned);
  }

  private Outcome told(Account account, Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    part.audit().record(null, account.id(), "person-proven", name);
    return outcome;
  }
}
