package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.kit.Refused;

/** Gives mandates, has them accepted, and takes them back. */
public final class GiveMandates {
  private static final String NOBODY = "";

  private final Mandates mandates;
  private final Accounts accounts;
  private final IdentityLevels levels;
  private final Part part;

  /**
   * What signs and tells the time.
   *
   * @param minor whether an account is a minor's at a moment
   */
  public record Part(
      MandateEvidence evidence,
      Sandbox sandbox,
      Persons persons,
      BiPredicate<String, Instant> minor,
      Clock clock) {}

  public GiveMandates(Mandates mandates, Accounts accounts, IdentityLevels levels, Part part) {
    this.mandates = mandates;
    this.accounts = accounts;
    this.levels = levels;
    this.part = part;
  }

  /**
   * A mandate somebody would like to give.
   *
   * @param person login name of whom it is for
   */
  public record Wish(String person, EntityRole role, Extent extent) {}

  /** Whether there is such a mandate, whoever's it is. */
  boolean isThere(String mandate) {
    return mandates.chain(mandate).isPresent();
  }

  /**
   * Gives it under the other; it waits for its person to accept. Whoever may not give it is told
   * that, whoever the person is: not whether they have an account.
   */
  Chain give(Chain under, Wish wish, MandateEvidence.Word word) {
    mayBeGiven(under, new Chain.Wanted(NOBODY, wish.role(), wish.extent()));
    Account person =
        accounts
            .byLoginName(wish.person())
            .map(Accounts.Credential::account)
            .filter(Account::active)
            .filter(found -> sameSide(found, under) && !calledByNumber(found, wish))
            .orElseThrow(() -> new Refused(MandateRefusal.PERSON_UNKNOWN));
    mayBeGiven(under, new Chain.Wanted(person.id(), wish.role(), wish.extent()));
    Mandate unsigned =
        new Mandate(
            UUID.randomUUID().toString(),
            under.entity().id(),
            person.id(),
            under.mandate().id(),
            wish.role(),
            wish.extent(),
            Mandate.Marks.OFFERED,
            "");
    Mandate mandate = part.evidence().sign(under.entity(), unsigned, word);
    if (!mandates.add(mandate, part.clock().instant())) {
      throw new Refused(MandateRefusal.MANDATE_NOT_ACTIVE);
    }
    return found(mandate.id());
  }

  /** An old login name that is a number: whoever gives by it means whose telephone that is. */
  private boolean calledByNumber(Account found, Wish wish) {
    return found.loginName().equals(wish.person()) && part.persons().calledByAnothers(found);
  }

  private void mayBeGiven(Chain under, Chain.Wanted wanted) {
    under
        .delegation(wanted, part.clock().instant())
        .ifPresent(
            fault -> {
              throw new Refused(MandateRefusal.of(fault));
            });
  }

  /** No fictitious company has a real agent, nor the other way round. */
  private boolean sameSide(Account person, Chain under) {
    Sandbox sandbox = part.sandbox();
    return sandbox.subject(person.id()) == sandbox.subject(under.entity().id());
  }

  /** The same by the representative's word on this server; {@code source} says where. */
  public Chain give(Chain under, Wish wish, String source) {
    String giver = under.mandate().personId();
    return give(under, wish, new MandateEvidence.Word(source, giver, part.clock().instant()));
  }

  /**
   * The person agrees to act; only somebody whose identity is verified may, and no minor: whoever
   * is sixteen and lives by their own work (Civil Code art. 18) is not known here.
   */
  public void accept(Account person, String mandateId) {
    Chain chain = held(person, mandateId);
    if (levels.of(person.id()) == Ial.IAL1) {
      throw new Refused(MandateRefusal.PERSON_NOT_VERIFIED);
    }
    if (part.minor().test(person.id(), part.clock().instant())) {
      throw new Refused(MandateRefusal.PERSON_MINOR);
    }
    if (chain.standing(part.clock().instant()) != Standing.OFFERED
        || !mandates.accept(mandateId, person.id(), part.clock().instant())) {
      throw new Refused(MandateRefusal.MANDATE_NOT_OFFERED);
    }
  }

  /** Takes one back: its own person may, and whoever holds a standing mandate above it. */
  public void revoke(Account person, String mandateId) {
    Chain chain = found(mandateId);
    boolean holder = chain.mandate().personId().equals(person.id());
    if (!holder && !above(person, chain)) {
      throw new Refused(MandateRefusal.MANDATE_UNKNOWN);
    }
    revoke(mandateId, holder ? Mandates.Cause.HOLDER : Mandates.Cause.GIVER);
  }

  /** Takes one back by an office's word. */
  public void revoke(String mandateId, Mandates.Cause cause) {
    found(mandateId);
    if (!mandates.revoke(mandateId, cause, part.clock().instant())) {
      throw new Refused(MandateRefusal.MANDATE_REVOKED);
    }
  }

  /** The mandate, when there is one. */
  public Chain found(String mandateId) {
    return mandates.chain(mandateId).orElseThrow(() -> new Refused(MandateRefusal.MANDATE_UNKNOWN));
  }

  /** The mandate, when it is the person's. */
  public Chain held(Account person, String mandateId) {
    Chain chain = found(mandateId);
    if (!chain.mandate().personId().equals(person.id())) {
      throw new Refused(MandateRefusal.MANDATE_UNKNOWN);
    }
    return chain;
  }

  private boolean above(Account person, Chain chain) {
    return chain.mandates().stream()
        .skip(1)
        .filter(one -> one.personId().equals(person.id()))
        .anyMatch(one -> found(one.id()).standing(part.clock().instant()) == Standing.ACTIVE);
  }
}
