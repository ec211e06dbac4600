package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
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

  /** The report with a check of the list, when there is one. */
  DocumentReport note(DocumentReport report) {
    TrustList read = list;
    return read == null ? report : read.note(report);
  }

  private static List<Certificate> both(List<Certificate> named, List<Certificate> listed) {
    List<Certificate> all = new ArrayList<>(named);
    all.addAll(listed);
    return all.stream().distinct().toList();
  }
}
