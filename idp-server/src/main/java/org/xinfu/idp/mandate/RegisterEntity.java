package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Registers an entity by its legal representative: somebody whose own identity is verified and
 * whose verified document is the one that the registry has for the representative.
 */
public final class RegisterEntity {
  /** Asked again for changes of this entity alone: so many in a few seconds are no registry's. */
  private static final int OVERTAKEN_AT_MOST = 4;

  private static final int LONGEST_NAME = 200;
  private static final Logger LOG = LoggerFactory.getLogger(RegisterEntity.class);

  private final EntityRegistry registry;
  private final Mandates mandates;
  private final Known known;
  private final Part part;

  /** What is known of the person. */
  public record Known(Proofs proofs, IdentityLevels levels) {}

  /**
   * What signs, counts and tells the time.
   *
   * @param life the representative proves it again after so long
   */
  public record Part(
      MandateEvidence evidence, Budgets budgets, IdpAudit audit, Clock clock, Duration life) {}

  public RegisterEntity(EntityRegistry registry, Mandates mandates, Known known, Part part) {
    this.registry = registry;
    this.mandates = mandates;
    this.known = known;
    this.part = part;
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    MALFORMED,
    /** The person's own identity is not verified. */
    NOT_VERIFIED,
    /** The registry has no such entity, or somebody else represents it: told to nobody which. */
    NOT_MATCHED,
    /** The registry does not let it act. */
    NOT_ACTIVE,
    /** This representative has registered it before. */
    KNOWN,
    /** The registry's name for it cannot be shown as it is. */
    NAME_UNREADABLE,
    LIMITED,
    UNAVAILABLE
  }

  /** Registers the entity of that code for the person. */
  public Outcome register(Account person, String typed) {
    return register(person, typed, registry::look);
  }

  /**
   * The same by an electronic business licence; {@code key} is the one that signed our challenge,
   * empty when none did.
   */
  Outcome byLicence(Account person, String typed, Optional<Bytes> key) {
    return register(
        person,
        typed,
        (code, claimed) -> key.flatMap(signer -> registry.licence(code, signer, claimed)));
  }

  /** Whom is asked about the entity and the person. */
  private interface Asked {
    Optional<EntityRegistry.Extract> of(
        UnifiedSocialCreditCode code, EntityRegistry.Person claimed);
  }

  private Outcome register(Account person, String typed, Asked asked) {
    Instant now = part.clock().instant();
    Optional<UnifiedSocialCreditCode> code =
        UnifiedSocialCreditCode.parse(typed.replace(" ", "").toUpperCase(Locale.ROOT));
    if (code.isEmpty()) {
      return told(person, Outcome.MALFORMED);
    }
    Optional<IdDocument> document = known.proofs().document(person.id());
    if (document.isEmpty() || known.levels().of(person.id()) == Ial.IAL1) {
      return told(person, Outcome.NOT_VERIFIED);
    }
    if (!may("by " + person.id(), now)) {
      return told(person, Outcome.LIMITED);
    }
    EntityRegistry.Person claimed =
        new EntityRegistry.Person(PersonName.written(person.displayName()), document.get());
    for (int times = 0; times < OVERTAKEN_AT_MOST; times++) {
      Optional<Outcome> outcome = once(person, code.get(), () -> asked.of(code.get(), claimed));
      if (outcome.isPresent()) {
        return told(person, outcome.get());
      }
    }
    return told(person, Outcome.UNAVAILABLE);
  }

  /** Empty when the entity has changed while the registry was asked: its answer may be old. */
  private Optional<Outcome> once(
      Account person,
      UnifiedSocialCreditCode code,
      Supplier<Optional<EntityRegistry.Extract>> asked) {
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
      boolean more = may("by anybody of " + code, part.clock().instant());
      return Optional.of(more ? Outcome.NOT_MATCHED : Outcome.LIMITED);
    }
    if (found.get().entity().status() != LegalEntity.Status.ACTIVE) {
      return Optional.of(Outcome.NOT_ACTIVE);
    }
    if (!ShownText.name(found.get().entity().name(), LONGEST_NAME)) {
      // It would stand on pages, in consents and tokens: it has to read as the registry has it.
      LOG.warn("the registry's name of {} cannot be shown as it is", code);
      return Optional.of(Outcome.NAME_UNREADABLE);
    }
    return switch (enrolled(person, found.get(), position)) {
      case DONE -> Optional.of(Outcome.DONE);
      case KNOWN -> Optional.of(Outcome.KNOWN);
      case OVERTAKEN -> Optional.empty();
      case STALE -> {
        LOG.warn("the answer about {} is older than a change that was followed", code);
        yield Optional.of(Outcome.UNAVAILABLE);
      }
    };
  }

  private Mandates.Enrolled enrolled(
      Account person, EntityRegistry.Extract extract, long position) {
    LegalEntity said = extract.entity();
    String id = mandates.entity(said.code()).map(LegalEntity::id).orElse(said.id());
    LegalEntity entity = new LegalEntity(id, said.kind(), said.code(), said.name(), said.status());
    Instant now = part.clock().instant();
    Extent everything =
        new Extent(
            Set.of(Extent.ANY), Region.EVERYWHERE, now, now.plus(part.life()), Extent.DEEPEST);
    Mandate root =
        new Mandate(
                UUID.randomUUID().toString(),
                id,
                person.id(),
                null,
                EntityRole.LEGAL_REPRESENTATIVE,
                everything,
                Mandate.Marks.OFFERED,
                "")
            .acceptedAt(now);
    MandateEvidence.Word word =
        new MandateEvidence.Word(extract.source(), extract.reference(), extract.at());
    return mandates.enrol(
        entity,
        part.evidence().sign(entity, root, word),
        new Mandates.Heard(position, extract.at()));
  }

  private Outcome told(Account person, Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    part.audit().record(null, person.id(), "entity-claimed", name);
    return outcome;
  }

  /** Who represents whom can be guessed: few tries a day by account and about an entity. */
  private boolean may(String what, Instant now) {
    Budgets.Line line = new Budgets.Line("entity " + what, 20, Duration.ofDays(1));
    return part.budgets().take(List.of(line), now);
  }
}
