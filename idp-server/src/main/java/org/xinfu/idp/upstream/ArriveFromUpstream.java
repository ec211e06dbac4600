package org.xinfu.idp.upstream;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionOperations;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Upstream.Outcome.Arrived;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.proof.EvidenceSigner;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Finds or makes the account of somebody whom the platform has logged in. Accounts are linked by
 * what both sides have verified, the document and the name, never by a phone number or a login name
 * alone; what the platform says becomes evidence like any other authority's.
 */
public final class ArriveFromUpstream {
  /** Why a minor is not let in yet. */
  static final String GUARDIAN = "guardian-wanted";

  /** Why nobody is let in whose account there is neither a person's nor a legal person's. */
  static final String ROLE = "role-unknown";

  /** Why nobody is let in for a legal person that they do not act for here. */
  static final String ENTITY = "entity-not-represented";

  /** The same word of the platform is kept once a day. */
  private static final Duration AGAIN = Duration.ofDays(1);

  /** Somebody comes for the first time in so many browsers at once. */
  private static final int OVERTAKEN_AT_MOST = 4;

  private final UpstreamLinks links;
  private final People people;
  private final LevelTable levels;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /** Accounts, what is proven of them, and for whom they act. */
  public record People(
      Accounts accounts,
      Proofs proofs,
      EvidenceSigner signer,
      PasswordEncoder passwords,
      Represented represented) {}

  /** The world around. */
  public record Part(
      UpstreamSettings settings, TransactionOperations transaction, IdpAudit audit, Clock clock) {}

  public ArriveFromUpstream(UpstreamLinks links, People people, LevelTable levels, Part part) {
    this.links = links;
    this.people = people;
    this.levels = levels;
    this.part = part;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * Somebody is known.
     *
     * @param shown the platform's login as one of our factors
     * @param acting for whom they have logged in there; null for themselves
     */
    record Known(Entrant who, Assurance shown, @Nullable Acting acting) implements Outcome {}

    /** Nobody is logged in. */
    record Refused(String why) implements Outcome {}
  }

  Outcome arrive(String platform, Arrived who) {
    UpstreamSettings.Roles roles = part.settings().roles();
    boolean legal = roles.entity().contains(who.as().role());
    Optional<UnifiedSocialCreditCode> entity =
        UnifiedSocialCreditCode.parse(who.as().entity()).filter(code -> legal);
    if (legal ? entity.isEmpty() : !roles.person().contains(who.as().role())) {
      return refused("unknown", ROLE);
    }
    LevelTable.Row level = levels.row(who.level());
    if (level.ial() == Ial.IAL1) {
      return refused("unknown", "level-too-low");
    }
    for (int times = 0; times < OVERTAKEN_AT_MOST; times++) {
      Optional<Outcome> outcome = once(platform, who, level, entity);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return refused("unknown", "linked-meanwhile");
  }

  /** Empty when somebody else wrote about this person meanwhile: in another browser of theirs. */
  private Optional<Outcome> once(
      String platform,
      Arrived who,
      LevelTable.Row level,
      Optional<UnifiedSocialCreditCode> entity) {
    Optional<String> linked = links.account(platform, who.subject());
    Optional<String> holder = people.proofs().holder(who.document());
    if (linked.isPresent() && !linked.equals(holder)) {
      return Optional.of(refused(linked.get(), "document-of-another"));
    }
    if (holder.isPresent() && !named(holder.get(), who)) {
      return Optional.of(refused(holder.get(), "name-differs"));
    }
    // The platform does not name a guardian: one has to be on record here first.
    if (ProvePerson.minor(who.birthDate(), part.clock().instant())
        && holder.filter(people.proofs()::guarded).isEmpty()) {
      return Optional.of(refused(holder.orElse("unknown"), GUARDIAN));
    }
    Account account =
        holder.flatMap(id -> people.accounts().byId(id)).orElseGet(() -> account(who));
    if (!account.active()) {
      return Optional.of(refused(account.id(), "account-suspended"));
    }
    boolean kept =
        Boolean.TRUE.equals(
            part.transaction()
                .execute(
                    status -> {
                      boolean all = keep(platform, who, account, holder.isEmpty(), level);
                      if (!all) {
                        status.setRollbackOnly();
                      }
                      return all;
                    }));
    return kept ? Optional.of(known(platform, account, factor(level), entity)) : overtaken(account);
  }

  /** Who came while all logins of the account ended is not let in behind that. */
  private Optional<Outcome> overtaken(Account account) {
    return people
        .accounts()
        .byId(account.id())
        .filter(now -> !now.entrant().equals(account.entrant()))
        .map(now -> refused(now.id(), "logins-ended"));
  }

  private Outcome known(
      String platform, Account account, Factor shown, Optional<UnifiedSocialCreditCode> entity) {
    @Nullable Acting acting = null;
    if (entity.isPresent()) {
      acting = people.represented().by(account, entity.get()).orElse(null);
      if (acting == null) {
        return refused(account.id(), ENTITY);
      }
      part.audit().record(null, account.id(), "acting-changed", acting.mandateId());
    }
    part.audit().record(null, account.id(), "login", "upstream-" + platform);
    Assurance assurance = Assurance.none().with(shown, part.clock().instant());
    return new Outcome.Known(account.entrant(), assurance, acting);
  }

  private boolean keep(
      String platform, Arrived who, Account account, boolean fresh, LevelTable.Row level) {
    Instant now = part.clock().instant();
    if (fresh) {
      String nobodys =
          Objects.requireNonNull(people.passwords().encode(UUID.randomUUID().toString()));
      if (!people.accounts().add(account, nobodys, null)) {
        return false;
      }
      part.audit().record(null, account.id(), "person-registered", "upstream-" + platform);
    }
    String source = "upstream-" + platform;
    boolean known =
        people.proofs().of(account.id()).stream()
            .anyMatch(
                proof ->
                    proof.source().equals(source)
                        && proof.level() == level.ial()
                        && proof.at().isAfter(now.minus(AGAIN)));
    Proofs.Holder person = new Proofs.Holder(who.name(), who.document(), who.birthDate(), null);
    // The platform may not have heard of a new document yet; by the old one nothing new is proven.
    return (known
            || people.proofs().former(account.id(), who.document())
            || people.proofs().keep(proof(source, account, who, level), person))
        && links.link(platform, who.subject(), account.entrant(), now);
  }

  private Proof proof(String source, Account account, Arrived who, LevelTable.Row level) {
    Instant now = part.clock().instant();
    Proof unsigned =
        new Proof(
            UUID.randomUUID().toString(),
            account.id(),
            level.ial(),
            source,
            level.name(),
            "upstream-login " + who.document().type(),
            Set.of(Fact.DOCUMENT),
            now,
            now.plus(part.settings().evidenceLife()),
            "");
    return people.signer().sign(unsigned);
  }

  private boolean named(String accountId, Arrived who) {
    return people
        .accounts()
        .byId(accountId)
        .filter(account -> PersonName.written(account.displayName().strip()).equals(who.name()))
        .isPresent();
  }

  private Account account(Arrived who) {
    String name = "p%010d".formatted(random.nextLong(10_000_000_000L));
    String id = UUID.randomUUID().toString();
    return new Account(id, AccountKind.PERSON, name, who.name(), null, Set.of(), true);
  }

  private static Factor factor(LevelTable.Row level) {
    return switch (level.aal()) {
      case AAL1 -> Factor.UPSTREAM;
      case AAL2 -> Factor.UPSTREAM_TWO_FACTORS;
      case AAL3 -> Factor.UPSTREAM_DEVICE;
    };
  }

  private Outcome refused(String subject, String why) {
    part.audit().record(null, subject, "login", why);
    return new Outcome.Refused(why);
  }
}
