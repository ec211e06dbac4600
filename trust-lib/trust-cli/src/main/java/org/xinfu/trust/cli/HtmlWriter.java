package org.xinfu.trust.cli;

import java.util.List;
import java.util.Locale;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;

/** The report as one self-contained page: big verdict, what it means, then the table of checks. */
final class HtmlWriter implements ReportWriter {
  private static final String STYLE =
      "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
          + "h1{font-size:1.4rem}.verdict{font-size:2rem;font-weight:bold;padding:.5rem 1rem;"
          + "border-left:.6rem solid}.VALID{border-color:#0a7a2f}.INVALID{border-color:#b3001b}"
          + ".INDETERMINATE,.NO_SIGNATURE{border-color:#a65f00}"
          + "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;"
          + "padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}";
  private final Words words;
  private final Locale language;
  private final StringBuilder out = new StringBuilder();

  HtmlWriter(Locale language) {
    this.language = language;
    this.words = Words.of(language);
  }

  @Override
  public String write(List<Judgement> judgements, boolean several) {
    out.append("<!doctype html>\n<html lang=\"").append(language.toLanguageTag());
    out.append("\"><head><meta charset=\"utf-8\"><title>").append(words.of("title"));
    out.append("</title><style>").append(STYLE).append("</style></head><body><h1>");
    out.append(words.of("title")).append("</h1>\n");
    for (Judgement judgement : judgements) {
      judgement.report().ifPresent(report -> document(judgement.file().toString(), report));
    }
    return out.append("</body></html>\n").toString();
  }

  private void document(String file, DocumentReport report) {
    out.append("<section><h2>").append(escape(file)).append("</h2><p class=\"verdict ");
    out.append(report.conclusion().name()).append("\">");
    out.append(escape(words.of(report.conclusion()))).append("</p>");
    report.reason().ifPresent(r -> paragraph(words.sentence(r) + " (" + r.code() + ")"));
    if (report.format() == org.xinfu.trust.DocumentFormat.PDF) {
      paragraph(words.of("readers"));
    }
    report.signatures().forEach(this::signature);
    checks(report.document().checks());
    paragraph("SHA-256 " + report.sha256());
    paragraph(words.of("at") + " " + report.at() + ", " + report.policyName());
    out.append("</section>\n");
  }

  private void signature(SignatureReport signature) {
    out.append("<h3>").append(words.of("signature")).append(' ');
    out.append(escape(signature.id())).append(": ");
    out.append(escape(words.of(signature.conclusion()))).append("</h3>");
    SignatureReport.SealFacts seal = signature.seal();
    if (seal != null) {
      paragraph(words.of("seal") + " " + seal.name() + " " + seal.esId());
    }
    SignatureReport.SignerFacts signer = signature.signer();
    if (signer != null) {
      paragraph(words.of("signer") + " " + signer.subject());
    }
    paragraph(
        words.of("time") + " " + signature.signedAt() + " " + words.of(signature.timeSource()));
    checks(signature.report().checks());
  }

  private void checks(List<Check> checks) {
    if (checks.isEmpty()) {
      return;
    }
    out.append("<table><thead><tr>");
    for (String head : List.of("outcome", "check", "clause", "detail")) {
      out.append("<th scope=\"col\">").append(words.of(head)).append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (Check check : checks) {
      Reason why = check.reason();
      out.append("<tr>");
      cell(words.of(check.outcome()));
      cell(check.id());
      cell(check.clause());
      cell(check.detail() + (why == null ? "" : " " + words.sentence(why)));
      out.append("</tr>");
    }
    out.append("</tbody></table>");
  }

  private void cell(String text) {
    out.append("<td>").append(escape(text)).append("</td>");
  }

  private void paragraph(String text) {
    out.append("<p>").append(escape(text)).append("</p>");
  }

  private static String escape(String text) {
    return Printable.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
