package org.xinfu.trust.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;

/**
 * The report for a terminal: verdict, what it means, each signature, and every check not passed.
 */
final class TextWriter implements ReportWriter {
  private final Words words;
  private final StringBuilder out = new StringBuilder();

  TextWriter(Locale language) {
    this.words = Words.of(language);
  }

  @Override
  public Bytes write(List<Judgement> judgements, boolean several) {
    for (Judgement judgement : judgements) {
      judgement.report().ifPresent(report -> document(judgement, report));
    }
    if (several) {
      new Summary(words)
          .lines(judgements)
          .forEach(each -> out.append(Printable.of(each)).append('\n'));
    }
    return Bytes.utf8(out.toString());
  }

  private void document(Judgement judgement, DocumentReport report) {
    line("", judgement.name());
    words
        .alike(Stream.of(judgement.name()))
        .ifPresent(alike -> line("  " + words.of(Outcome.WARN), alike));
    judgement.unseen().ifPresent(facts -> line("  " + words.of("facts"), words.unseen(facts)));
    line("  " + words.of("verdict"), words.of(report.conclusion()) + reason(report));
    report.reason().ifPresent(reason -> line("  " + words.of("means"), words.sentence(reason)));
    line("  " + words.of("format"), report.format().name());
    line("  " + words.of("coverage"), words.of(report.coverage()));
    report.uncovered().forEach(path -> line("    " + words.of("uncovered"), path));
    findings("  ", report.document().checks());
    report.signatures().forEach(this::signature);
  }

  private static String reason(DocumentReport report) {
    return report.reason().map(r -> " (" + r.code() + ")").orElse("");
  }

  private void signature(SignatureReport signature) {
    line("  " + words.of("signature") + " " + signature.id(), words.of(signature.conclusion()));
    signature
        .reason()
        .ifPresent(reason -> line("    " + words.of("means"), words.sentence(reason)));
    SignatureReport.SignerFacts signer = signature.signer();
    if (signer != null) {
      line("    " + words.of("signer"), signer.subject());
    }
    SignatureReport.SealFacts seal = signature.seal();
    if (seal != null) {
      line("    " + words.of("seal"), seal.esId() + " " + seal.name());
    }
    words.alike(signature).ifPresent(alike -> line("    " + words.of(Outcome.WARN), alike));
    line("    " + words.of("time"), words.time(signature));
    findings("    ", signature.report().checks());
  }

  private void findings(String indent, List<Check> checks) {
    for (Check check : checks) {
      if (check.outcome() != Outcome.PASS) {
        Reason why = check.reason();
        String reason = why == null ? "" : " " + words.sentence(why);
        line(indent + words.of(check.outcome()) + " " + check.id(), check.detail() + reason);
      }
    }
  }

  private void line(String label, String text) {
    // The label may name a signature by the document's own word for it.
    out.append(Printable.of(label)).append(label.isEmpty() ? "" : ": ");
    out.append(Printable.of(text)).append('\n');
  }
}
