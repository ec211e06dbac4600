package org.xinfu.trust.cli;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.SealPicture;

/**
 * The certificate of verification (验章报告): one self-contained page that a clerk understands and an
 * auditor can follow. It loads nothing, runs nothing and fits an A4 sheet.
 */
final class HtmlWriter implements ReportWriter {
  private static final String STYLE =
      "@page{size:A4;margin:11mm}"
          + "body{font:15px/1.45 'Noto Sans SC','Source Han Sans SC','WenQuanYi Zen Hei',"
          + "'Microsoft YaHei',sans-serif;max-width:52rem;margin:1rem auto;padding:0 1rem;"
          + "color:#111;background:#fff}"
          + "h1{font-size:1.25rem;margin:.2rem 0;letter-spacing:.15em}"
          + "h2,h3{font-size:1rem;margin:.9rem 0 .3rem;border-bottom:1px solid #bbb}"
          + ".file{overflow-wrap:anywhere;margin:.1rem 0}"
          + ".verdict{font-size:1.9rem;font-weight:bold;margin:.4rem 0;padding:.35rem .9rem;"
          + "border:2px solid;border-left-width:.7rem;border-radius:.3rem}"
          + ".VALID{border-color:#0a6b2a;color:#0a6b2a;background:#f0f9f2}"
          + ".INVALID{border-color:#a80019;color:#a80019;background:#fdf1f2}"
          + ".INDETERMINATE,.NO_SIGNATURE{border-color:#8a5200;color:#8a5200;background:#fdf7ee}"
          + ".card{display:flex;gap:1rem;align-items:flex-start}"
          + ".card img{width:7rem;height:7rem;object-fit:contain;border:1px solid #ddd;"
          + "padding:.2rem}"
          + "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.2rem 0;"
          + "flex:1}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}"
          + "table{border-collapse:collapse;width:100%;font-size:.78rem;line-height:1.3}"
          + "td,th{border:1px solid #bbb;padding:.12rem .35rem;text-align:left;vertical-align:top;"
          + "overflow-wrap:anywhere}th{background:#f2f2f2}tr{break-inside:avoid}"
          + "td:first-child{white-space:nowrap}"
          + ".FAIL{color:#a80019;font-weight:bold}.WARN,.UNKNOWN{color:#8a5200;font-weight:bold}"
          + ".NOT_DONE{color:#555}.note{font-size:.85rem;color:#333;margin:.3rem 0}"
          + "@media print{body{margin:0;max-width:none;padding:0;font-size:10px;line-height:1.25}"
          + "h1{font-size:15px}h2,h3{font-size:11px;margin:.5rem 0 .15rem}p{margin:.25rem 0}"
          + ".verdict{font-size:18px;margin:.2rem 0;padding:.15rem .6rem}dl{gap:0 .8rem}"
          + "table{font-size:8px;line-height:1.25}td,th{padding:0 .3rem}"
          + ".facts{grid-template-columns:max-content 1fr max-content 1fr}}";
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
    out.append("</title><meta http-equiv=\"Content-Security-Policy\" content=\"");
    out.append("default-src 'none'; img-src data:; style-src 'sha256-").append(styleDigest());
    out.append("'\"><style>").append(STYLE).append("</style></head><body><h1>");
    out.append(words.of("title")).append("</h1>\n");
    for (Judgement judgement : judgements) {
      judgement.report().ifPresent(report -> document(judgement, report));
    }
    return out.append("</body></html>\n").toString();
  }

  private static String styleDigest() {
    Bytes digest = Digests.sha256(Bytes.utf8(STYLE));
    return Base64.getEncoder().encodeToString(digest.toArray());
  }

  private void document(Judgement judgement, DocumentReport report) {
    String verdict = report.conclusion().name();
    out.append("<section><p class=\"file\">").append(escape(judgement.name()));
    out.append("</p><p class=\"verdict ").append(verdict).append("\">");
    out.append(escape(words.of(report.conclusion()))).append("</p>");
    paragraph("", words.of("plain." + verdict));
    report.reason().ifPresent(r -> paragraph("", words.sentence(r) + " (" + r.code() + ")"));
    report.signatures().forEach(signature -> signature(judgement, signature));
    if (!report.uncovered().isEmpty()) {
      heading("h3", words.of("uncovered"));
      report.uncovered().stream().limit(20).forEach(path -> paragraph("", path));
    }
    judgement.unseen().ifPresent(facts -> paragraph("note", words.unseen(facts)));
    if (report.format() == DocumentFormat.PDF) {
      paragraph("note", words.of("readers"));
    }
    heading("h2", words.of("checks"));
    checks(report);
    out.append("<dl class=\"facts\">");
    pair("SHA-256", report.sha256());
    pair(words.of("format"), report.format().name());
    pair(words.of("coverage"), words.of(report.coverage()));
    pair(words.of("at"), report.at() + ", " + report.policyName());
    pair(words.of("policy"), report.policySha256());
    pair(words.of("engine"), org.xinfu.trust.ReportJson.engine());
    out.append("</dl></section>\n");
  }

  private void signature(Judgement judgement, SignatureReport signature) {
    heading(
        "h2",
        words.of("signature") + " " + signature.id() + ": " + words.of(signature.conclusion()));
    signature.reason().ifPresent(r -> paragraph("", words.sentence(r)));
    out.append("<div class=\"card\">");
    SignatureReport.SealFacts seal = signature.seal();
    if (seal != null) {
      picture(judgement, seal);
    }
    out.append("<dl>");
    SignatureReport.SignerFacts signer = signature.signer();
    if (signer != null) {
      pair(words.of("signer"), signer.subject());
      pair(words.of("issuer"), signer.issuer() + " #" + signer.serial());
    }
    pair(words.of("time"), time(signature));
    if (seal != null) {
      pair(words.of("seal"), seal.name() + " " + seal.esId());
      pair(words.of("maker"), seal.maker());
      pair(words.of("validity"), seal.validFrom() + " – " + seal.validTo());
      picturedAs(seal.picture());
    }
    pair(words.of("integrity"), words.of(signature.integrity()));
    pair(words.of("coverage"), words.of(signature.coverage()));
    pair(words.of("algorithm"), signature.format() + ", " + signature.algorithm());
    changes(signature);
    out.append("</dl></div>\n");
  }

  private String time(SignatureReport signature) {
    return signature.signedAt() == null
        ? words.of("time.none")
        : signature.signedAt() + " " + words.of(signature.timeSource());
  }

  private void picture(Judgement judgement, SignatureReport.SealFacts seal) {
    Optional<SealPicture> found = judgement.picture(seal);
    Optional<String> type = found.flatMap(p -> imageType(p.data()));
    if (type.isPresent()) {
      out.append("<img alt=\"").append(escape(words.of("seal") + " " + seal.name()));
      out.append("\" src=\"data:").append(type.get()).append(";base64,");
      out.append(Base64.getEncoder().encodeToString(found.get().data().toArray()));
      out.append("\">");
    }
  }

  /** By content: what a seal calls PNG may be something that a browser would run. */
  private static Optional<String> imageType(Bytes octets) {
    String head = octets.slice(0, Math.min(8, octets.length())).toHex();
    if (head.equals("89504e470d0a1a0a")) {
      return Optional.of("image/png");
    }
    return head.startsWith("ffd8ff") ? Optional.of("image/jpeg") : Optional.empty();
  }

  private void picturedAs(SignatureReport.Picture picture) {
    String size = picture.widthMm() + " × " + picture.heightMm() + " mm";
    pair(words.of("picture"), picture.type() + ", " + size);
  }

  private void changes(SignatureReport signature) {
    if (signature.changesAfter().isEmpty()) {
      pair(words.of("changes"), words.of("changes.none"));
    }
    for (SignatureReport.Change change : signature.changesAfter()) {
      String allowed = words.of(change.allowed() ? "changes.allowed" : "changes.forbidden");
      pair(words.of("changes"), change.kind() + " " + change.path() + ": " + allowed);
    }
  }

  private void checks(DocumentReport report) {
    out.append("<table><thead><tr>");
    for (String head : List.of("outcome", "check", "clause", "detail")) {
      out.append("<th scope=\"col\">").append(words.of(head)).append("</th>");
    }
    out.append("</tr></thead><tbody>");
    report.document().checks().forEach(check -> row("", check));
    for (SignatureReport signature : report.signatures()) {
      String prefix = report.signatures().size() > 1 ? signature.id() + ": " : "";
      signature.report().checks().forEach(check -> row(prefix, check));
    }
    out.append("</tbody></table>");
  }

  private void row(String prefix, Check check) {
    Reason why = check.reason();
    String sentence = why == null ? "" : words.sentence(why) + " ";
    out.append("<tr><td class=\"").append(check.outcome().name()).append("\">");
    out.append(escape(words.of(check.outcome()))).append("</td>");
    cell(prefix + words.check(check.id()));
    cell(check.clause());
    cell(sentence + check.detail());
    out.append("</tr>\n");
  }

  private void heading(String level, String text) {
    out.append('<').append(level).append('>').append(escape(text));
    out.append("</").append(level).append('>');
  }

  private void pair(String name, String value) {
    out.append("<dt>").append(escape(name)).append("</dt><dd>");
    out.append(escape(value)).append("</dd>");
  }

  private void cell(String text) {
    out.append("<td>").append(escape(text)).append("</td>");
  }

  private void paragraph(String style, String text) {
    out.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">");
    out.append(escape(text)).append("</p>");
  }

  private static String escape(String text) {
    return Printable.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
