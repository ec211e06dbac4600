package org.xinfu.trust.chain;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Certificates beside a path that are one of its own but for a few octets. Two certificates differ
 * in their signatures at least, so that nobody made the other: it was altered where it lies, and a
 * sound copy elsewhere serves in its place. In the bag of a message or token that means that the
 * message was altered; what lies elsewhere anybody may have added who passed the document on.
 */
public final class DamagedCopies {
  /** The shortest signature value in use has 64 octets. */
  private static final int MOST_ALTERED = 8;

  private static final String ID = "certificate-signature";
  private static final String CLAUSE = "RFC 5280 6.1.3 a 1";

  private DamagedCopies() {}

  /** Tells of one among what the document brings. */
  static void check(List<Certificate> path, List<Certificate> candidates, Report.Builder checks) {
    first(path, candidates).ifPresent(c -> checks.warn(ID, CLAUSE, Reason.CHAIN_BROKEN, detail(c)));
  }

  /** Leaves it open where the message's own certificates were altered. */
  public static void checkOwn(
      List<Certificate> path, List<Certificate> own, Report.Builder checks) {
    first(path, own).ifPresent(c -> checks.unknown(ID, CLAUSE, Reason.CHAIN_BROKEN, detail(c)));
  }

  private static String detail(Certificate copy) {
    return copy + ": an altered copy of a certificate of the path";
  }

  private static Optional<Certificate> first(List<Certificate> path, List<Certificate> candidates) {
    return candidates.stream()
        .filter(c -> path.stream().anyMatch(own -> altered(own.der(), c.der())))
        .findFirst();
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
