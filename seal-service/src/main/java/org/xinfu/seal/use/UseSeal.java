package org.xinfu.seal.use;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealKeys;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.Sealing;
import org.xinfu.seal.domain.Sealings;
import org.xinfu.seal.domain.Seals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;

/** Uses a seal on one document and records the use in the same transaction. */
@Service
public class UseSeal {
  private final Seals seals;
  private final Sealings sealings;
  private final DocumentSealer sealer;
  private final Hsm hsm;
  private final Audit audit;
  private final Clock clock;

  UseSeal(
      Seals seals, Sealings sealings, DocumentSealer sealer, Hsm hsm, Audit audit, Clock clock) {
    this.seals = seals;
    this.sealings = sealings;
    this.sealer = sealer;
    this.hsm = hsm;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The sealed document. The seal's row is held until the transaction ends, so a suspension that
   * was answered is never followed by a use.
   *
   * @param reach whose seals the caller may use
   * @throws Refused when the seal may not be used or the document cannot be sealed
   */
  @Transactional
  public Sealed use(SealingForm form, Bytes document, Reach reach) {
    Seal seal =
        seals
            .lock(form.esId())
            .filter(found -> reach.covers(found.request()))
            .filter(found -> form.isFor(found.request()))
            .orElseThrow(() -> new Refused(SealRefusal.SEAL_UNKNOWN));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    seal.useRefusal(now)
        .ifPresent(
            refusal -> {
              throw new Refused(refusal);
            });
    DocumentKind kind = DocumentKind.of(document);
    Signer signer = signer(SealKeys.ref(seal, kind.suite(form)));
    Bytes result = sealer.seal(new DocumentSealer.Job(kind, document, seal, form, now), signer);
    Actor actor = Actor.current();
    Sealing use =
        new Sealing(
            UUID.randomUUID(),
            seal.esId(),
            seal.version().number(),
            actor.name(),
            actor.client(),
            form.matter(),
            form.businessSerial(),
            kind.name(),
            Digests.sm3(document).toHex(),
            Digests.sm3(result).toHex(),
            sealer.certificate(seal, kind.suite(form)).serial().toString(16),
            now);
    sealings.add(use);
    audit.record(
        "seal-used",
        seal.esId(),
        "done",
        Map.of("sealing", use.id().toString(), "document", use.documentSm3()));
    return new Sealed(use, kind, result);
  }

  private Signer signer(KeyRef key) {
    return hsm.token(SealKeys.TOKEN)
        .signer(key)
        .orElseThrow(() -> new VaultException("the seal's key is not in its token"));
  }

  /**
   * What came out.
   *
   * @param use as recorded
   * @param content the sealed file
   */
  public record Sealed(Sealing use, DocumentKind kind, Bytes content) {}
}
