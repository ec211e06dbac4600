package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.facts.Facts;
import picocli.CommandLine.Option;

/**
 * {@code --facts FILE}: with a document, what judging it took is kept there; without one, what is
 * there is judged again. A file is never taken for facts because it looks like some: anybody can
 * write facts, so that the caller has to say that it believes their keeper.
 */
final class FactsOption {
  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description =
          "with one document: keep what judging it took; without: judge from these facts again")
  @Nullable Path file;

  boolean given() {
    return file != null;
  }

  /** Judges the document and keeps its facts, in a file that is not there yet. */
  Judgement record(
      Path document,
      Optional<Path> content,
      TrustPolicy policy,
      UnaryOperator<DocumentSource> watch)
      throws IOException {
    Optional<String> why = Judgement.whyUnreadable(document, content.orElse(null));
    if (why.isPresent()) {
      return Judgement.unread(document, why.get());
    }
    // Judging may take long, and would be for nothing.
    NewFile.requirePlace(path());
    try {
      Facts.Subject subject =
          new Facts.Subject(
              document.toString(),
              watch.apply(DocumentSource.of(document)),
              content.map(DocumentSource::of).map(watch));
      Facts.Recorded recorded = Facts.record(subject, policy);
      String tooMuch = "too much of " + document + " was read to be kept as facts";
      NewFile.write(path(), recorded.facts().orElseThrow(() -> new IOException(tooMuch)).write());
      return Judgement.of(document, recorded.report());
    } catch (UncheckedIOException e) {
      return Judgement.unread(document, String.valueOf(e.getMessage()));
    }
  }

  /** Judges again what is in the file. */
  Judgement replay(TrustPolicy policy) throws IOException {
    Optional<String> why = Judgement.whyUnreadable(path(), null);
    if (why.isPresent()) {
      return Judgement.unread(path(), why.get());
    }
    DocumentSource kept = DocumentSource.of(path());
    return Facts.read(kept)
        .fold(
            facts -> Judgement.of(facts, facts.judge(policy)),
            (reason, report) -> noFacts(kept, report, policy),
            (reason, report) -> noFacts(kept, report, policy));
  }

  private Judgement noFacts(DocumentSource kept, Report report, TrustPolicy policy) {
    DocumentReport nothing =
        new DocumentReport(
            kept.sha256(),
            DocumentFormat.UNKNOWN,
            Coverage.NONE,
            List.of(),
            List.of(),
            report,
            PolicyFingerprint.nameOf(policy),
            PolicyFingerprint.of(policy),
            policy.at());
    return Judgement.of(path(), nothing);
  }

  private Path path() {
    return Objects.requireNonNull(file);
  }
}
