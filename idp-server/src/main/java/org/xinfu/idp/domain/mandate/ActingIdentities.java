package org.xinfu.idp.domain.mandate;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** For whom somebody may act right now, read afresh each time. */
public record ActingIdentities(Mandates mandates, IdentityLevels levels, Clock clock) {
  private static final int MOST = 100;

  /** Mandates that the person may act under now. */
  public List<Chain> choices(String personId) {
    if (levels.of(personId) == Ial.IAL1) {
      return List.of();
    }
    Instant now = clock.instant();
    return mandates.standing(personId, now, MOST).stream()
        .filter(chain -> chain.standing(now) == Standing.ACTIVE)
        .toList();
  }

  /** The widest mandate that the person may act under now for the entity of that code. */
  public Optional<Chain> widest(String personId, UnifiedSocialCreditCode code) {
    return levels.of(personId) == Ial.IAL1
        ? Optional.empty()
        : mandates.widest(personId, code, clock.instant());
  }

  /** The mandate, when the person may act under it now; the evidence about them still holds. */
  public Optional<Chain> choice(String personId, String mandateId) {
    return levels.of(personId) == Ial.IAL1
        ? Optional.empty()
        : now(mandateId).filter(chain -> chain.mandate().personId().equals(personId));
  }

  /** What a login acts under, when it still stands. */
  public Optional<Chain> now(Acting acting) {
    return now(acting.mandateId())
        .filter(chain -> chain.mandate().personId().equals(acting.personId()))
        .filter(chain -> chain.entity().id().equals(acting.entityId()));
  }

  private Optional<Chain> now(String mandateId) {
    return mandates
        .chain(mandateId)
        .filter(chain -> chain.standing(clock.instant()) == Standing.ACTIVE);
  }
}
