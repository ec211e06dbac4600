package org.xinfu.idp.mandate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.mandate.RegisterEntity.Outcome;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Asks the registry whether somebody represents an entity now, and has its answer written down.
 * Their own identity has to be verified, and their verified document is the one that counts.
 */
final class AskRegistry {
  /** Asked again for changes of this entity alone: so many in a few seconds are no registry's. */
  private static final int OVERTAKEN_AT_MOST = 4;

  private static final int LONGEST_NAME = 200;
  private static final Logger LOG = LoggerFactory.getLogger(AskRegistry.class);

  private final Mandates mandates;
  private final RegisterEntity.Known known;
  private final RegisterEntity.Part part;

  AskRegistry(Mandates mandates, RegisterEntity.Known known, RegisterEntity.Part part) {
    this.mandates = mandates;
    this.known = known;
    this.part = part;
  }

  /** Whom is asked about the entity and the person. */
  interface Asked {
    Optional<EntityRegistry.Extract> of(
        UnifiedSocialCreditCode code, EntityRegistry.Person claimed);
  }

  /** Writes down that the person represents the entity. */
  interface Written {
    Mandates.Enrolled of(EntityRegistry.Extract extract, Mandates.Heard heard);
  }

  Outcome about(UnifiedSocialCreditCode code, Account person, Asked asked, Written written) {
    Optional<IdDocument> document = known.proofs().document(person.id());
    if (document.isEmpty() || known.levels().of(person.id()) == Ial.IAL1) {
      return Outcome.NOT_VERIFIED;
    }
    if (!may("by " + person.id())) {
      return Outcome.LIMITED;
    }
    EntityRegistry.Person claimed =
        new EntityRegistry.Person(PersonName.written(person.displayName()), document.get());
    for (int times = 0; times < OVERTAKEN_AT_MOST; times++) {
      Optional<Outcome> outcome = once(code, () -> asked.of(code, claimed), written);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return Outcome.UNAVAILABLE;
  }

  /** Empty when the entity has changed while the registry was asked: its answer may be old. */
  private Optional<Outcome> once(
      UnifiedSocialCreditCode code,
      Supplier<Optional<EntityRegistry.Extract>> asked,
      Written written) {
    long position = mandates.position();
    Optional<EntityRegistry.Extract> found;
    try {
      found = asked.get();
    } catch (EntityRegistry.Unavailable noAnswer) {
      LOG.warn("the registry says nothing of {}: {}", code, noAnswer.getMessage());
      return Optional.of(Outcome.UNAVAILABLE);
    }
    if (found.isEmpty()) {
      // Counted apart, so that nobody uses up the representative's tries.
      return Optional.of(may("by anybody of " + code) ? Outcome.NOT_MATCHED : Outcome.LIMITED);
    }
    EntityRegistry.Extract extract = found.get();
    if (extract.entity().status() != LegalEntity.Status.ACTIVE) {
      return Optional.of(Outcome.NOT_ACTIVE);
    }
    if (!ShownText.name(extract.entity().name(), LONGEST_NAME)) {
      // It would stand on pages, in consents and tokens: it has to read as the registry has it.
      LOG.warn("the registry's name of {} cannot be shown as it is", code);
      return Optional.of(Outcome.NAME_UNREADABLE);
    }
    return switch (written.of(extract, new Mandates.Heard(position, extract.at()))) {
      case DONE -> Optional.of(Outcome.DONE);
      case KNOWN -> Optional.of(Outcome.KNOWN);
      case OVERTAKEN -> Optional.empty();
      case STALE -> {
        LOG.warn("the answer about {} is older than a change that was followed", code);
        yield Optional.of(Outcome.UNAVAILABLE);
      }
    };
  }

  /** Who represents whom can be guessed: few tries a day by account and about an entity. */
  private boolean may(String what) {
    Instant now = part.clock().instant();
    Budgets.Line line = new Budgets.Line("entity " + what, 20, Duration.ofDays(1));
    return part.budgets().take(List.of(line), now);
  }
}
