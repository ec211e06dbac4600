package org.xinfu.trust.pdf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.SignerJudgement;

/**
 * The time of signing that /M states. A date without a zone has an unknown relation to UTC in PDF
 * 1.x and is UTC in PDF 2.0 (ISO 32000-1 and -2, §7.9.4), while producers write what their clock on
 * the wall shows. It is read as UTC, and refuses nothing that another zone would let stand: who has
 * the key may state any time, so nobody gains by it.
 */
final class StatedTime {
  private static final String ID = "stated-time";
  private static final String CLAUSE = "ISO 32000-2 7.9.4";

  /** The zones of the world reach from UTC-12 to UTC+14. */
  private static final Duration EAST = Duration.ofHours(14);

  private static final Duration WEST = Duration.ofHours(12);

  private final Optional<PdfText.Date> date;

  private StatedTime(Optional<PdfText.Date> date) {
    this.date = date;
  }

  /** The time in a signature dictionary of this view. */
  static StatedTime of(PdfView view, PdfValue.Dict signature) {
    return new StatedTime(
        view.resolve(signature.get("M")) instanceof PdfValue.Text text
            ? PdfText.date(text.value())
            : Optional.empty());
  }

  /** As it is read: UTC when no zone is given. */
  Optional<Instant> at() {
    return date.map(PdfText.Date::at);
  }

  /** What {@code judge} says of the time that counts, with a word about a zone that is missing. */
  CmsJudgement judge(Function<Optional<Instant>, CmsJudgement> judge, Report.Builder checks) {
    if (date.isEmpty() || date.get().zoned()) {
      return judge.apply(at());
    }
    CmsJudgement silent = judge.apply(Optional.empty());
    if (told(silent)) {
      // A signing-time attribute is UTC, and a time-stamp needs no claim.
      return silent;
    }
    Instant utc = date.get().at();
    checks.warn(ID, CLAUSE, Reason.TIME_NOT_PROVEN, "/M has no zone and is read as UTC: " + utc);
    CmsJudgement read = judge.apply(Optional.of(utc));
    return refused(read)
        ? readings(utc, read)
            .map(at -> judge.apply(Optional.of(at)))
            .filter(other -> !refused(other))
            .findFirst()
            .orElse(read)
        : read;
  }

  private static boolean told(CmsJudgement judged) {
    return judged.signers().stream().allMatch(s -> s.timeSource() != TimeSource.NONE);
  }

  private static boolean refused(CmsJudgement judged) {
    return judged.signers().stream()
        .map(SignerJudgement::report)
        .anyMatch(report -> report.conclusion() == Conclusion.INVALID);
  }

  /** Other zones' moments: the nearest within the certificate's time, and the earliest of all. */
  private static Stream<Instant> readings(Instant utc, CmsJudgement read) {
    Optional<Certificate> own =
        read.signers().stream().findFirst().flatMap(SignerJudgement::certificate);
    Instant first = utc.minus(EAST);
    Instant last = utc.plus(WEST);
    return own
        .map(
            c ->
                List.of(
                    within(utc, c.notBefore(), c.notAfter()),
                    within(first, c.notBefore(), c.notAfter())))
        .orElse(List.of())
        .stream()
        .filter(at -> !at.isBefore(first) && !at.isAfter(last));
  }

  private static Instant within(Instant at, Instant from, Instant to) {
    return at.isBefore(from) ? from : at.isAfter(to) ? to : at;
  }
}
