package org.xinfu.seal.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.seal.domain.SealVersion;
import org.xinfu.seal.domain.Seals;

/** A seal as the API shows it; schema Seal of seal-service.yaml. */
public record SealBody(
    String esId,
    UUID application,
    String name,
    String unitName,
    String uscc,
    String sealType,
    String state,
    Instant since,
    int version,
    String sm3,
    int sizeMm,
    Instant validFrom,
    Instant validTo,
    String certificateSm2,
    String certificateP256,
    List<Change> history) {
  /** The seal with its history, oldest first. */
  public static SealBody of(Seal seal, List<Seals.StateChange> history) {
    SealRequest asked = seal.request();
    SealVersion made = seal.version();
    return new SealBody(
        seal.esId(),
        seal.application(),
        asked.sealName(),
        asked.unitName(),
        asked.uscc().value(),
        asked.type(),
        seal.state().name(),
        seal.since(),
        made.number(),
        made.sm3(),
        asked.diameterMm(),
        made.validFrom(),
        made.validTo(),
        made.sm2().serial().toString(16),
        made.p256().serial().toString(16),
        history.stream().map(Change::of).toList());
  }

  /** A change of state. */
  public record Change(String state, Instant at, String person, String note) {
    static Change of(Seals.StateChange change) {
      return new Change(change.state().name(), change.at(), change.person(), change.note());
    }
  }
}
