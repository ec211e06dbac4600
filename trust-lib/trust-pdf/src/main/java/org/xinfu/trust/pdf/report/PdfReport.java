package org.xinfu.trust.pdf.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.pdf.report.Leaves.Style;
import org.xinfu.trust.pdf.report.ReportSheet.Pair;
import org.xinfu.trust.pdf.report.ReportSheet.Section;
import org.xinfu.trust.pdf.report.ReportSheet.Tone;

/**
 * Sets sheets on A4: the certificate, and under it the table of checks, which goes on on further
 * pages when there are many signatures. The same sheets and font give the same octets.
 */
public final class PdfReport {
  private static final Color BLACK = new Color(0x11, 0x11, 0x11);
  private static final Color GREY = new Color(0x55, 0x55, 0x55);
  private static final Color RULE = new Color(0xbb, 0xbb, 0xbb);
  private static final Style TITLE = new Style(14, BLACK, true);
  private static final Style FILE = new Style(8.5, GREY, false);
  private static final Style HEADING = new Style(10, BLACK, true);
  private static final Style BODY = new Style(9, BLACK, false);
  private static final Style VALUE = new Style(7.5, BLACK, false);
  private static final Style SMALL = new Style(6, GREY, false);
  private static final double PICTURE = 88;
  private static final double NAMES = 70;

  /** One of two columns at the foot: a digest in hex is one line there. */
  private static final Column FACTS = new Column(0, (Leaves.WIDTH - 8) / 2, 46, 4);

  private final Leaves leaves;
  private final PDDocument document;

  private PdfReport(PDDocument document, Leaves leaves) {
    this.document = document;
    this.leaves = leaves;
  }

  /**
   * A PDF 1.7 with these sheets.
   *
   * @param trueType a TrueType font that has the characters of the sheets' language
   * @param language of the words, for readers that speak
   * @throws IllegalArgumentException when there is no sheet
   */
  public static Bytes write(List<ReportSheet> sheets, Bytes trueType, Locale language) {
    if (sheets.isEmpty()) {
      throw new IllegalArgumentException("a report has a sheet");
    }
    try (PDDocument document = new PDDocument()) {
      describe(document, sheets, language);
      try (Leaves leaves = new Leaves(document, ReportFont.embed(document, trueType))) {
        PdfReport report = new PdfReport(document, leaves);
        for (int i = 0; i < sheets.size(); i++) {
          if (i > 0) {
            leaves.turn();
          }
          report.sheet(sheets.get(i));
        }
        leaves.number(sheets.get(0).title(), SMALL);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, CompressParameters.NO_COMPRESSION);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(PDDocument document, List<ReportSheet> sheets, Locale language) {
    document.setVersion(1.7f);
    // No clock and no chance: the identifier is the content's.
    Bytes digest = Digests.sha256(Bytes.utf8(sheets.toString()));
    document.setDocumentId(Long.parseUnsignedLong(digest.toHex().substring(0, 16), 16));
    document.getDocumentInformation().setTitle(sheets.get(0).title());
    document.getDocumentInformation().setCreator("Xinfu");
    document.getDocumentCatalog().setLanguage(language.toLanguageTag());
    PDViewerPreferences preferences =
        new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
    preferences.setDisplayDocTitle(true);
    document.getDocumentCatalog().setViewerPreferences(preferences);
  }

  private void sheet(ReportSheet sheet) throws IOException {
    leaves.paragraph("H1", sheet.title(), TITLE);
    leaves.paragraph("H2", sheet.file(), FILE);
    leaves.down(4);
    verdict(sheet.verdict());
    for (Section section : sheet.sections()) {
      section(section);
    }
    leaves.down(4);
    for (String note : sheet.notes()) {
      leaves.paragraph("P", note, BODY);
    }
    leaves.down(4);
    leaves.rule(RULE);
    leaves.down(2);
    facts(sheet.facts());
    leaves.down(6);
    ChecksTable.draw(leaves, sheet.table());
  }

  private void verdict(ReportSheet.Verdict verdict) throws IOException {
    Style word = new Style(20, colour(verdict.tone()), true);
    double height = word.leading() + 8;
    leaves.box(0, Leaves.WIDTH, height, pale(verdict.tone()));
    leaves.box(0, 8, height, colour(verdict.tone()));
    leaves.down(4);
    List<String> lines = leaves.font().lines(verdict.word(), word.size(), Leaves.WIDTH - 40);
    leaves.structure().within("P", () -> leaves.text(lines.subList(0, 1), 22, word));
    leaves.down(8);
    for (String sentence : verdict.sentences()) {
      leaves.paragraph("P", sentence, BODY);
    }
  }

  private void section(Section section) throws IOException {
    leaves.down(6);
    leaves.room(PICTURE + 30);
    leaves.paragraph("H3", section.heading(), HEADING);
    leaves.rule(RULE);
    leaves.down(4);
    for (String sentence : section.sentences()) {
      leaves.paragraph("P", sentence, BODY);
    }
    Optional<PDImageXObject> image = section.picture().flatMap(p -> Picture.read(document, p));
    if (image.isEmpty()) {
      pairs(section.pairs(), 0);
      return;
    }
    leaves.room(PICTURE);
    double top = leaves.y();
    leaves.picture(image.get(), PICTURE, section.pictureOf());
    boolean turned = pairs(section.pairs(), PICTURE + 14);
    leaves.back(turned ? leaves.y() : Math.max(leaves.y(), top + PICTURE + 4));
  }

  /** Where pairs stand, and how much of a value is shown. */
  private record Column(double indent, double width, double names, int most) {
    Column beside() {
      return new Column(indent + width + 8, width, names, most);
    }
  }

  private void facts(List<Pair> facts) throws IOException {
    leaves.structure().within("L", () -> rows(facts));
  }

  private void rows(List<Pair> facts) throws IOException {
    for (int i = 0; i < facts.size(); i += 2) {
      Pair first = facts.get(i);
      leaves.room(SMALL.leading() * FACTS.most());
      double top = leaves.y();
      leaves.structure().within("LI", () -> pair(first, FACTS, SMALL));
      if (i + 1 < facts.size()) {
        Pair second = facts.get(i + 1);
        double below = leaves.y();
        leaves.back(top);
        leaves.structure().within("LI", () -> pair(second, FACTS.beside(), SMALL));
        leaves.back(Math.max(below, leaves.y()));
      }
    }
  }

  /** Names and values side by side; whether a page was turned among them. */
  private boolean pairs(List<Pair> pairs, double indent) throws IOException {
    Column column = new Column(indent, Leaves.WIDTH - indent, NAMES, Leaves.MOST_LINES);
    int before = leaves.count();
    leaves
        .structure()
        .within(
            "L",
            () -> {
              for (Pair pair : pairs) {
                leaves.structure().within("LI", () -> pair(pair, column, VALUE));
              }
            });
    return leaves.count() > before;
  }

  private void pair(Pair pair, Column column, Style style) throws IOException {
    Style name = new Style(style.size(), GREY, false);
    ReportFont font = leaves.font();
    double width = column.width() - column.names();
    List<String> lines = font.lines(pair.value(), style.size(), width, column.most());
    List<String> names = font.lines(pair.name(), style.size(), column.names() - 6);
    leaves.room(style.leading() * Math.max(lines.size(), names.size()));
    double top = leaves.y();
    leaves.structure().within("Lbl", () -> leaves.text(names, column.indent(), name));
    double below = leaves.y();
    leaves.back(top);
    double values = column.indent() + column.names();
    leaves.structure().within("LBody", () -> leaves.text(lines, values, style));
    leaves.back(Math.max(below, leaves.y()));
  }

  static Color colour(Tone tone) {
    return switch (tone) {
      case GOOD -> new Color(0x0a, 0x6b, 0x2a);
      case BAD -> new Color(0xa8, 0x00, 0x19);
      case UNSURE -> new Color(0x8a, 0x52, 0x00);
      case PLAIN -> BLACK;
    };
  }

  private static Color pale(Tone tone) {
    return switch (tone) {
      case GOOD -> new Color(0xee, 0xf8, 0xf1);
      case BAD -> new Color(0xfd, 0xf0, 0xf1);
      case UNSURE -> new Color(0xfd, 0xf6, 0xea);
      case PLAIN -> new Color(0xf2, 0xf2, 0xf2);
    };
  }
}
