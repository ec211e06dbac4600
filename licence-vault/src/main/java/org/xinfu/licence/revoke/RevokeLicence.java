package org.xinfu.licence.revoke;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.domain.Revocation;

/** Ends a licence; its files stay what they are, its record says so from now on. */
public final class RevokeLicence {
  private final LicenceStore licences;
  private final Audit audit;
  private final Clock clock;

  public RevokeLicence(LicenceStore licences, Audit audit, Clock clock) {
    this.licences = licences;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Revokes inside the caller's transaction.
   *
   * @throws Refused {@code licence-not-current} when it was revoked or replaced before
   */
  public Revocation revoke(Licence licence, Revocation.Ground ground, String text) {
    Revocation revocation =
        new Revocation(ground, text, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!licences.revoke(licence.id(), revocation)) {
      throw new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_CURRENT, licence.identifier().text()));
    }
    audit.record(
        "licence-revoked",
        licence.identifier().text(),
        "done",
        Map.of("ground", ground.name(), "text", text));
    return revocation;
  }
}
