package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * What a zip holds beyond the one plain form, although all careful readers find the same files in
 * it. Odd is what genuine packers write; doubtful is what a reader of a stream, or a lenient one,
 * may see otherwise. Where readers certainly disagree the package is refused instead.
 */
final class ZipDoubts {
  private final List<String> odd = new ArrayList<>();
  private final List<String> doubtful = new ArrayList<>();

  void oddIf(boolean seen, String what) {
    if (seen) {
      odd.add(what);
    }
  }

  void doubtIf(boolean seen, String what) {
    if (seen) {
      doubtful.add(what);
    }
  }

  /** Whether some reader may see other files. */
  boolean doubtful() {
    return !doubtful.isEmpty();
  }

  /** Interop warns of what is odd and leaves open what is doubtful; strict refuses both. */
  void report(boolean strict, Report.Builder checks) {
    String id = "package-form";
    if (!odd.isEmpty()) {
      String detail = shortened(odd);
      if (strict) {
        checks.fail(id, OfdPackage.CLAUSE, Reason.ENCODING_NOT_STANDARD, detail);
      } else {
        checks.warn(id, OfdPackage.CLAUSE, Reason.ENCODING_NOT_STANDARD, detail);
      }
    }
    if (!doubtful.isEmpty()) {
      String detail = shortened(doubtful);
      if (strict) {
        checks.fail(id, OfdPackage.CLAUSE, Reason.PACKAGE_AMBIGUOUS, detail);
      } else {
        checks.unknown(id, OfdPackage.CLAUSE, Reason.PACKAGE_AMBIGUOUS, detail);
      }
    }
  }

  private static String shortened(List<String> all) {
    return String.join("; ", all.stream().distinct().limit(10).toList());
  }
}
