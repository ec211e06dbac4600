package org.xinfu.idp.mandate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.kit.Refusal;

/**
 * Lets a representative's own mandate end later, some time before it ends: the registry is asked
 * again. It stays the same mandate, so that neither logins nor mandates given under it end; those
 * end when they say.
 */
public final class RenewMandate {
  private final EntityRegistry registry;
  private final Mandates mandates;
  private final AskRegistry ask;
  private final Terms terms;

  /**
   * The terms of representatives' mandates.
   *
   * @param within so long before its end a mandate may be renewed
   */
  public record Terms(RegisterEntity.Part part, Duration within) {}

  public RenewMandate(
      EntityRegistry registry, Mandates mandates, RegisterEntity.Known known, Terms terms) {
    this.registry = registry;
    this.mandates = mandates;
    this.ask = new AskRegistry(mandates, known, terms.part());
    this.terms = terms;
  }

  /** Renews the mandate for the person; the code of what came of it. */
  public String renew(Account person, String mandateId) {
    Optional<Chain> own =
        mandates
            .chain(mandateId)
            .filter(chain -> chain.mandate().parentId() == null)
            .filter(chain -> chain.mandate().personId().equals(person.id()));
    String code =
        own.map(chain -> renewed(person, chain)).orElseGet(MandateRefusal.MANDATE_UNKNOWN::code);
    terms.part().audit().record(null, person.id(), "mandate-renewal-asked", code);
    return code;
  }

  private String renewed(Account person, Chain chain) {
    Optional<Refusal> refusal = refusal(chain);
    if (refusal.isPresent()) {
      return refusal.get().code();
    }
    RegisterEntity.Outcome outcome =
        ask.about(
            chain.entity().code(),
            person,
            registry::look,
            (extract, heard) -> written(chain, extract, heard));
    if (outcome != RegisterEntity.Outcome.KNOWN) {
      return outcome.code();
    }
    // Renewed or taken back while the registry was asked.
    return mandates
        .chain(chain.mandate().id())
        .flatMap(this::refusal)
        .orElse(MandateRefusal.MANDATE_NOT_ACTIVE)
        .code();
  }

  private Optional<Refusal> refusal(Chain chain) {
    Instant now = terms.part().clock().instant();
    if (chain.standing(now) != Standing.ACTIVE) {
      return Optional.of(MandateRefusal.MANDATE_NOT_ACTIVE);
    }
    boolean later = now.plus(terms.part().life()).isAfter(chain.mandate().extent().until());
    return later && chain.renewable(now, terms.within())
        ? Optional.empty()
        : Optional.of(MandateRefusal.RENEWAL_EARLY);
  }

  private Mandates.Enrolled written(
      Chain chain, EntityRegistry.Extract extract, Mandates.Heard heard) {
    LegalEntity said = extract.entity();
    LegalEntity entity =
        new LegalEntity(chain.entity().id(), said.kind(), said.code(), said.name(), said.status());
    Instant now = terms.part().clock().instant();
    Mandate until = chain.mandate().endingAt(now.plus(terms.part().life()));
    MandateEvidence.Word word =
        new MandateEvidence.Word(extract.source(), extract.reference(), extract.at());
    Mandate renewed = terms.part().evidence().sign(entity, until, word);
    return mandates.renew(entity, new Mandates.Renewal(renewed, now.plus(terms.within())), heard);
  }
}
