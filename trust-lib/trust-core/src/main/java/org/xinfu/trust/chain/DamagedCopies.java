package org.xinfu.trust.chain;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Certificates beside a path that are one of its own but for a few octets. Two certificates differ
 * in their signatures at least, so that nobody made the other: it was altered where it lies, in a
 * token or a bag that nothing signs, and a sound copy elsewhere serves in its place.
 */
final class DamagedCopies {
  /** The shortest signature value in use has 64 octets. */
  private static final int MOST_ALTERED = 8;

  private DamagedCopies() {}

  static void check(List<Certificate> path, List<Certificate> candidates, Report.Builder checks) {
    for (Certificate candidate : candidates) {
      if (path.stream().anyMatch(own -> altered(own.der(), candidate.der()))) {
        checks.unknown(
            "certificate-signature",
            "RFC 5280 6.1.3 a 1",
            Reason.CHAIN_BROKEN,
            candidate + ": an altered copy of a certificate of the path");
        return;
      }
    }
  }

  private static boolean altered(Bytes own, Bytes other) {
    if (own.length() != other.length()) {
      return false;
    }
    int altered = 0;
    for (int i = 0; i < own.length() && altered <= MOST_ALTERED; i++) {
      altered += own.at(i) == other.at(i) ? 0 : 1;
    }
    return altered > 0 && altered <= MOST_ALTERED;
  }
}
