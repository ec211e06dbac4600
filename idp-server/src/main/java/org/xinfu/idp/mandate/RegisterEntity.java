package org.xinfu.idp.mandate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Proofs;
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
  private final EntityRegistry registry;
  private final Mandates mandates;
  private final AskRegistry ask;
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
    this.ask = new AskRegistry(mandates, known, part);
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
    UNAVAILABLE;

    /** As pages and the audit book say it. */
    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
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

  private Outcome register(Account person, String typed, AskRegistry.Asked asked) {
    Outcome outcome =
        code(typed)
            .map(
                code ->
                    ask.about(
                        code, person, asked, (extract, heard) -> enrolled(person, extract, heard)))
            .orElse(Outcome.MALFORMED);
    part.audit().record(null, person.id(), "entity-claimed", outcome.code());
    return outcome;
  }

  /** The code as people write it. */
  static Optional<UnifiedSocialCreditCode> code(String typed) {
    return UnifiedSocialCreditCode.parse(typed.replace(" ", "").toUpperCase(Locale.ROOT));
  }

  private Mandates.Enrolled enrolled(
      Account person, EntityRegistry.Extract extract, Mandates.Heard heard) {
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
    return mandates.enrol(entity, part.evidence().sign(entity, root, word), heard);
  }
}
