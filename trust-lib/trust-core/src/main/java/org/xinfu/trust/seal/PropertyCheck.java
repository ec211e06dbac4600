package org.xinfu.trust.seal;

import java.util.Locale;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;

/**
 * Whether {@code propertyInfo} names the content that was found (GB/T 38540): a signature that
 * belongs to another file of the package must not serve for this one.
 */
final class PropertyCheck {
  private static final String ID = "property-info";
  private static final String CLAUSE = "GB/T 38540";
  private final TrustPolicy policy;
  private final Report.Builder checks;

  PropertyCheck(TrustPolicy policy, Report.Builder checks) {
    this.policy = policy;
    this.checks = checks;
  }

  void run(String signed, String found) {
    String detail = "signed " + signed + ", found " + found;
    if (found.isEmpty()) {
      checks.notDone(ID, CLAUSE, signed);
    } else if (signed.equals(found)) {
      checks.pass(ID, CLAUSE, "");
    } else if (policy.strict()) {
      checks.fail(ID, CLAUSE, Reason.PROPERTY_INFO_MISMATCH, detail);
    } else if (key(signed).equals(key(found))) {
      checks.warn(ID, CLAUSE, Reason.ENCODING_NOT_STANDARD, detail);
    } else if (isPath(signed)) {
      checks.fail(ID, CLAUSE, Reason.PROPERTY_INFO_MISMATCH, detail);
    } else {
      // Free text names no file: it neither binds the signature to this one nor to another.
      checks.unknown(ID, CLAUSE, Reason.PROPERTY_INFO_MISMATCH, detail);
    }
  }

  private static boolean isPath(String text) {
    return text.contains("/") || key(text).endsWith(".xml");
  }

  private static String key(String path) {
    String plain = path.strip().replace('\\', '/');
    return (plain.startsWith("/") ? plain.substring(1) : plain).toLowerCase(Locale.ROOT);
  }
}
