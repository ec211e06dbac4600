package org.xinfu.trust.cli;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.pdf.report.ReportSheet;

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
          + "h2,h3{font-size:1rem;margin:.9rem 0 .3rem;border-bottom:1px solid #bbb;"
          + "overflow-wrap:anywhere}"
          + "h2.file{font-weight:normal;border:0;margin:.1rem 0}"
          + ".verdict{font-size:1.9rem;font-weight:bold;margin:.4rem 0;padding:.35rem .9rem;"
          + "border:2px solid;border-left-width:.7rem;border-radius:.3rem}"
          + ".GOOD{border-color:#0a6b2a;color:#0a6b2a;background:#f0f9f2}"
          + ".BAD{border-color:#a80019;color:#a80019;background:#fdf1f2}"
          + ".UNSURE{border-color:#8a5200;color:#8a5200;background:#fdf7ee}"
          + ".card{display:flex;gap:1rem;align-items:flex-start}"
          + ".card img{width:7rem;height:7rem;object-fit:contain;border:1px solid #ddd;"
          + "padding:.2rem}"
          + "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.2rem 0;"
          + "flex:1}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}"
          + "table{border-collapse:collapse;width:100%;font-size:.78rem;line-height:1.3}"
          + "td,th{border:1px solid #bbb;padding:.12rem .35rem;text-align:left;vertical-align:top;"
          + "overflow-wrap:anywhere}th{background:#f2f2f2}tr{break-inside:avoid}"
          + "td:first-child{white-space:nowrap}"
          + "td.BAD,td.UNSURE{background:none;font-weight:bold}"
          + ".note{font-size:.85rem;color:#333;margin:.3rem 0}"
          + "@media print{body{margin:0;max-width:none;padding:0;font-size:10px;line-height:1.25}"
          + "h1{font-size:15px}h2,h3{font-size:11px;margin:.5rem 0 .15rem}p{margin:.25rem 0}"
          + ".verdict{font-size:18px;margin:.2rem 0;padding:.15rem .6rem}dl{gap:0 .8rem}"
          + "table{font-size:8px;line-height:1.2}td,th{padding:0 .3rem}"
          + ".facts{grid-template-columns:max-content 1fr max-content 1fr}}";
  private final Locale language;
  private final Words words;
  private final StringBuilder out = new StringBuilder();

  HtmlWriter(Locale language) {
    this.language = language;
    this.words = Words.of(language);
  }

  @Override
  public Bytes write(List<Judgement> judgements, boolean several) {
    out.append("<!doctype html>\n<html lang=\"").append(language.toLanguageTag());
    List<ReportSheet> sheets = new Sheets(words).of(judgements);
    out.append("\"><head><meta charset=\"utf-8\">");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.append("base-uri 'none'; form-action 'none'; img-src data:; style-src 'sha256-");
    out.append(styleDigest()).append("'\">");
    out.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
    out.append(escape(title(sheets))).append("</title><style>").append(STYLE);
    out.append("</style></head><body><main><h1>").append(words.of("title")).append("</h1>\n");
    sheets.forEach(this::sheet);
    return Bytes.utf8(out.append("</main></body></html>\n").toString());
  }

  /** The first document tells one page from another. */
  private String title(List<ReportSheet> sheets) {
    String title = words.of("title");
    return sheets.isEmpty() ? title : title + ": " + sheets.get(0).file();
  }

  private static String styleDigest() {
    Bytes digest = Digests.sha256(Bytes.utf8(STYLE));
    return Base64.getEncoder().encodeToString(digest.toArray());
  }

  private void sheet(ReportSheet sheet) {
    out.append("<section>");
    element("h2", "file", sheet.file());
    element("p", "verdict " + sheet.verdict().tone(), sheet.verdict().word());
    sheet.verdict().sentences().forEach(sentence -> element("p", "", sentence));
    sheet.sections().forEach(this::signature);
    sheet.notes().forEach(note -> element("p", "note", note));
    element("h3", "", sheet.table().heading());
    table(sheet.table());
    out.append("<dl class=\"facts\">");
    sheet.facts().forEach(this::pair);
    out.append("</dl></section>\n");
  }

  private void signature(ReportSheet.Section section) {
    element("h3", "", section.heading());
    section.sentences().forEach(sentence -> element("p", "", sentence));
    out.append("<div class=\"card\">");
    section.picture().ifPresent(picture -> picture(picture, section.pictureOf()));
    out.append("<dl>");
    section.pairs().forEach(this::pair);
    out.append("</dl></div>\n");
  }

  private void picture(Bytes octets, String alternative) {
    imageType(octets)
        .ifPresent(
            type -> {
              out.append("<img alt=\"").append(escape(alternative));
              out.append("\" src=\"data:").append(type).append(";base64,");
              out.append(Base64.getEncoder().encodeToString(octets.toArray())).append("\">");
            });
  }

  /** By content: what a seal calls PNG may be something that a browser would run. */
  private static Optional<String> imageType(Bytes octets) {
    String head = octets.slice(0, Math.min(8, octets.length())).toHex();
    if (head.equals("89504e470d0a1a0a")) {
      return Optional.of("image/png");
    }
    return head.startsWith("ffd8ff") ? Optional.of("image/jpeg") : Optional.empty();
  }

  private void table(ReportSheet.Table table) {
    out.append("<table aria-label=\"").append(escape(table.heading()));
    out.append("\"><thead><tr>");
    for (String head : table.columns()) {
      out.append("<th scope=\"col\">").append(escape(head)).append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (ReportSheet.Row row : table.rows()) {
      out.append("<tr>");
      for (int i = 0; i < row.cells().size(); i++) {
        element("td", i == 0 ? row.tone().name() : "", row.cells().get(i));
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table>");
  }

  private void pair(ReportSheet.Pair pair) {
    element("dt", "", pair.name());
    element("dd", "", pair.value());
  }

  private void element(String name, String style, String text) {
    out.append('<').append(name);
    out.append(style.isEmpty() ? "" : " class=\"" + style + "\"").append('>');
    out.append(escape(text)).append("</").append(name).append('>');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
