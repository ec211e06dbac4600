package org.xinfu.licence.web;

import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.trust.id.LicenceIdentifier;

/** Finds the licence that a path names. */
public final class Identifiers {
  private Identifiers() {}

  /**
   * The licence, for whoever changes it: another organisation's is as if it were not there.
   *
   * @throws Refused 404 when it is malformed, unknown or another's
   */
  public static Licence own(LicenceStore licences, String identifier) {
    Licence licence = find(licences, identifier);
    if (Caller.ofAnother(licence.facts().issuer().uscc())) {
      throw new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_FOUND));
    }
    return licence;
  }

  /**
   * The licence.
   *
   * @throws Refused 404 when the identifier is malformed or unknown: the two look alike
   */
  public static Licence find(LicenceStore licences, String identifier) {
    return LicenceIdentifier.parse(identifier)
        .flatMap(licences::find)
        .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_FOUND)));
  }
}
