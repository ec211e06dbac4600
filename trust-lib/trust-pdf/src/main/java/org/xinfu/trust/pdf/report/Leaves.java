package org.xinfu.trust.pdf.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/** A4 pages that are filled from the top; lengths are points, ordinates count downwards. */
final class Leaves implements AutoCloseable {
  static final double MARGIN = 32;
  static final double WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

  /** What takes more is cut, and says so: it fits a page, and the JSON has it whole. */
  static final int MOST_LINES = 40;

  private static final double BOTTOM = PDRectangle.A4.getHeight() - MARGIN - 12;

  /**
   * How a text looks.
   *
   * @param spacing from line to line, in sizes
   */
  record Style(double size, Color colour, boolean bold, double spacing) {
    Style(double size, Color colour, boolean bold) {
      this(size, colour, bold, 1.35);
    }

    double leading() {
      return size * spacing;
    }
  }

  private final PDDocument document;
  private final ReportFont font;
  private final Structure structure;
  private final List<PDPage> pages = new ArrayList<>();
  private PDPageContentStream stream;
  private double y;

  Leaves(PDDocument document, ReportFont font) throws IOException {
    this.document = document;
    this.font = font;
    this.structure = new Structure(document);
    this.stream = begin();
  }

  private PDPageContentStream begin() throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    pages.add(page);
    structure.begin(page);
    y = MARGIN;
    return new PDPageContentStream(document, page);
  }

  /** Goes on at the top of a new page. */
  void turn() throws IOException {
    stream.close();
    stream = begin();
  }

  /** Makes sure that so much fits on this page; whether it had to be turned for that. */
  boolean room(double height) throws IOException {
    boolean turned = y + height > BOTTOM && y > MARGIN;
    if (turned) {
      turn();
    }
    return turned;
  }

  /** How many pages there are. */
  int count() {
    return pages.size();
  }

  /** Points between here and the end of the page. */
  double left() {
    return BOTTOM - y;
  }

  double y() {
    return y;
  }

  void down(double points) {
    y += points;
  }

  void back(double ordinate) {
    y = ordinate;
  }

  Structure structure() {
    return structure;
  }

  ReportFont font() {
    return font;
  }

  /** Lines of text from here down, {@code indent} from the margin. */
  void text(List<String> lines, double indent, Style style) throws IOException {
    for (String line : lines) {
      room(style.leading());
      y += style.leading();
      draw(line, MARGIN + indent, y - style.leading() * 0.27, style);
    }
  }

  /** Wraps and draws a paragraph of no more than a page, or another element of this type. */
  void paragraph(String type, String text, Style style) throws IOException {
    List<String> lines = font.lines(text, style.size(), WIDTH, MOST_LINES);
    structure.within(type, () -> text(lines, 0, style));
  }

  /** One line at a place, whatever stands there. */
  void draw(String line, double x, double baseline, Style style) throws IOException {
    piece(() -> show(line, x, baseline, style));
  }

  private void piece(Structure.Part part) throws IOException {
    structure.piece(pages.get(pages.size() - 1), stream, part);
  }

  private void show(String line, double x, double baseline, Style style) throws IOException {
    stream.beginText();
    stream.setFont(font.font(), (float) style.size());
    stream.setNonStrokingColor(style.colour());
    stream.setStrokingColor(style.colour());
    // The font has one weight: a heavy one is drawn with its outline.
    stream.setRenderingMode(style.bold() ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
    stream.setLineWidth((float) (style.size() * 0.03));
    stream.newLineAtOffset((float) x, (float) up(baseline));
    stream.showText(line);
    stream.endText();
  }

  /** A filled rectangle from here down. */
  void box(double indent, double width, double height, Color colour) throws IOException {
    structure.decoration(
        () ->
            piece(
                () -> {
                  stream.setNonStrokingColor(colour);
                  float left = (float) (MARGIN + indent);
                  stream.addRect(left, (float) up(y + height), (float) width, (float) height);
                  stream.fill();
                }));
  }

  void rule(Color colour) throws IOException {
    rule(0, WIDTH, colour);
  }

  void rule(double indent, double width, Color colour) throws IOException {
    structure.decoration(
        () ->
            piece(
                () -> {
                  stream.setStrokingColor(colour);
                  stream.setLineWidth(0.6f);
                  stream.moveTo((float) (MARGIN + indent), (float) up(y));
                  stream.lineTo((float) (MARGIN + indent + width), (float) up(y));
                  stream.stroke();
                }));
  }

  /** A picture in a square of {@code side} from here down, and what it shows, in words. */
  void picture(PDImageXObject image, double side, String shows) throws IOException {
    double scale = side / Math.max(image.getWidth(), image.getHeight());
    double width = image.getWidth() * scale;
    double height = image.getHeight() * scale;
    double x = MARGIN + (side - width) / 2;
    double bottom = up(y + (side + height) / 2);
    structure.within(
        "Figure",
        shows,
        () ->
            piece(
                () ->
                    stream.drawImage(
                        image, (float) x, (float) bottom, (float) width, (float) height)));
  }

  private static double up(double ordinate) {
    return PDRectangle.A4.getHeight() - ordinate;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** Writes under every page what it belongs to and which one it is; the last thing done. */
  void number(String label, Style style) throws IOException {
    for (int i = 0; i < pages.size(); i++) {
      stream.close();
      stream = new PDPageContentStream(document, pages.get(i), AppendMode.APPEND, true, true);
      String count = (i + 1) + " / " + pages.size();
      double right = MARGIN + WIDTH - font.width(count, style.size());
      structure.decoration(
          () -> {
            draw(label, MARGIN, BOTTOM + 20, style);
            draw(count, right, BOTTOM + 20, style);
          });
    }
    structure.finish();
  }
}
