package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.list.TrustList;
import picocli.CommandLine.Option;

/** {@code --trust-list}: anchors and terms of the list that {@code xinfu trust update} keeps. */
final class TrustListOption {
  @Option(
      names = "--trust-list",
      paramLabel = "FILE",
      description = "the anchors of this trust list, beside those named")
  @Nullable Path file;

  private @Nullable TrustList list;

  /** {@code base} with the anchors of the list added and its terms. */
  TrustPolicy apply(TrustPolicy base) throws IOException {
    if (file == null) {
      return base;
    }
    Verdict<TrustList> kept =
        new KeptTrustList(file).open().orElseThrow(() -> new IOException("no such file " + file));
    if (!(kept instanceof Verdict.Valid<TrustList> valid)) {
      String why = kept.report().reason().map(Reason::code).orElse("");
      throw new IOException(file + " is not a trust list to stand on: " + why);
    }
    TrustList read = valid.content();
    list = read;
    TrustPolicy listed = read.policy(base);
    return listed
        .withSigners(both(base.signers(), listed.signers()))
        .withMakers(both(base.makers(), listed.makers()))
        .withTimestampers(both(base.timestampers(), listed.timestampers()))
        .withLogs(both(base.logs(), listed.logs()));
  }

  /**
   * The report with a check of the list. One that is past its nextUpdate may have been kept from
   * the verifier (freeze): nothing is VALID by it.
   */
  DocumentReport note(DocumentReport report) {
    TrustList read = list;
    if (read == null || report.signatures().isEmpty()) {
      return report;
    }
    boolean serves = read.serves(report.at());
    String detail =
        "%s version %d, sha256 %s, next update %s"
            .formatted(read.name(), read.version(), read.state().sha256(), read.nextUpdate());
    Check check =
        new Check(
            "trust-list",
            "",
            serves ? Outcome.PASS : Outcome.UNKNOWN,
            serves ? null : Reason.TRUST_LIST_STALE,
            detail);
    List<Check> checks = new ArrayList<>(report.document().checks());
    checks.add(check);
    return new DocumentReport(
        report.sha256(),
        report.format(),
        report.coverage(),
        report.uncovered(),
        report.signatures(),
        new Report(checks),
        report.policyName(),
        report.policySha256(),
        report.at());
  }

  private static List<Certificate> both(List<Certificate> named, List<Certificate> listed) {
    List<Certificate> all = new ArrayList<>(named);
    all.addAll(listed);
    return all.stream().distinct().toList();
  }
}
