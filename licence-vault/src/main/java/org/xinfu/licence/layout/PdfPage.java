package org.xinfu.licence.layout;

import java.awt.Color;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;
import org.xinfu.kit.font.FontChain;

/** Draws a page's marks into a PDF content stream; millimetres from the top become points. */
final class PdfPage {
  private static final double POINTS_PER_MM = 72 / 25.4;
  private final PDPageContentStream stream;
  private final Map<Integer, PDFont> embedded;
  private final FontChain fonts;
  private double height;

  PdfPage(PDPageContentStream stream, Map<Integer, PDFont> embedded, FontChain fonts) {
    this.stream = stream;
    this.embedded = embedded;
    this.fonts = fonts;
  }

  static double points(double mm) {
    return mm * POINTS_PER_MM;
  }

  void draw(Page page) throws IOException {
    height = page.height();
    for (Page.Mark mark : page.marks()) {
      stream.saveGraphicsState();
      switch (mark) {
        case Page.Run run -> text(run);
        case Page.Line line -> line(line);
        case Page.Box box -> box(box);
        case Page.Squares squares -> squares(squares);
      }
      stream.restoreGraphicsState();
    }
  }

  private void text(Page.Run run) throws IOException {
    stream.setNonStrokingColor(colour(run.ink()));
    fade(run.ink());
    if (run.weight() > 0) {
      stream.setStrokingColor(colour(run.ink()));
      stream.setLineWidth(length(run.weight()));
    }
    stream.beginText();
    stream.setRenderingMode(run.weight() > 0 ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
    stream.setFont(Objects.requireNonNull(embedded.get(run.font())), length(run.size()));
    stream.setCharacterSpacing(length(spacing(run)));
    Matrix place = Matrix.getTranslateInstance(length(run.x()), down(run.baseline()));
    place.rotate(-StrictMath.toRadians(run.turn()));
    stream.setTextMatrix(place);
    stream.showText(run.text());
    stream.endText();
  }

  /** The distance that the run adds after each character. */
  private double spacing(Page.Run run) {
    double natural = fonts.glyph(run.text().codePointAt(0)).orElseThrow().advanceEm() * run.size();
    return run.advances().getFirst() - natural;
  }

  private void line(Page.Line line) throws IOException {
    stream.setStrokingColor(colour(line.ink()));
    fade(line.ink());
    stream.setLineWidth(length(line.stroke()));
    stream.moveTo(length(line.x1()), down(line.y1()));
    stream.lineTo(length(line.x2()), down(line.y2()));
    stream.stroke();
  }

  private void box(Page.Box box) throws IOException {
    Page.Ink ink = box.ink();
    Page.Ink fill = box.fill();
    if (fill != null) {
      stream.setNonStrokingColor(colour(fill));
      fade(fill);
    }
    if (ink != null) {
      stream.setStrokingColor(colour(ink));
      stream.setLineWidth(length(box.stroke()));
      fade(ink);
    }
    rectangle(box.x(), box.y(), new Page.Cell(0, 0, box.width(), box.height()));
    if (fill != null && ink != null) {
      stream.fillAndStroke();
    } else if (fill != null) {
      stream.fill();
    } else {
      stream.stroke();
    }
  }

  private void squares(Page.Squares squares) throws IOException {
    stream.setNonStrokingColor(Color.BLACK);
    for (Page.Cell cell : squares.cells()) {
      rectangle(squares.x(), squares.y(), cell);
    }
    stream.fill();
  }

  private void rectangle(double x, double y, Page.Cell cell) throws IOException {
    stream.addRect(
        length(x + cell.x()),
        down(y + cell.y() + cell.height()),
        length(cell.width()),
        length(cell.height()));
  }

  private void fade(Page.Ink ink) throws IOException {
    if (ink.alpha() < 1) {
      PDExtendedGraphicsState state = new PDExtendedGraphicsState();
      state.setNonStrokingAlphaConstant((float) ink.alpha());
      state.setStrokingAlphaConstant((float) ink.alpha());
      stream.setGraphicsStateParameters(state);
    }
  }

  private static Color colour(Page.Ink ink) {
    return new Color(ink.rgb());
  }

  private static float length(double mm) {
    return (float) points(mm);
  }

  private float down(double y) {
    return (float) points(height - y);
  }
}
