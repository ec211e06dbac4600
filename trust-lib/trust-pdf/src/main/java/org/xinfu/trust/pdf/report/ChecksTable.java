package org.xinfu.trust.pdf.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.pdf.report.Leaves.Style;
import org.xinfu.trust.pdf.report.ReportSheet.Row;
import org.xinfu.trust.pdf.report.ReportSheet.Table;
import org.xinfu.trust.pdf.report.ReportSheet.Tone;

/** The table of checks; its head stands again on every page. */
final class ChecksTable {
  private static final double SIZE = 8;
  private static final double GAP = 6;
  private static final double[] WIDTHS = {0.09, 0.29, 0.19, 0.43};
  private static final int MOST_LINES = 12;
  private static final Color RULE = new Color(0xdd, 0xdd, 0xdd);
  private static final Style HEADING = new Style(12, PdfReport.colour(Tone.PLAIN), true);
  private static final Style CELL = new Style(SIZE, PdfReport.colour(Tone.PLAIN), false);
  private static final Style HEAD = new Style(SIZE, PdfReport.colour(Tone.PLAIN), true);

  private final Leaves leaves;

  ChecksTable(Leaves leaves) {
    this.leaves = leaves;
  }

  void draw(Table table) throws IOException {
    leaves.paragraph("H3", table.heading(), HEADING);
    leaves.down(4);
    leaves.structure().within("Table", () -> rows(table));
  }

  private void rows(Table table) throws IOException {
    head(table);
    for (Row row : table.rows()) {
      List<List<String>> cells = cells(row.cells());
      if (leaves.room(height(cells))) {
        // It was read out before.
        leaves.structure().decoration(() -> head(table));
      }
      row("TD", cells, new Style(SIZE, PdfReport.colour(row.tone()), row.tone() != Tone.PLAIN));
    }
  }

  private void head(Table table) throws IOException {
    List<List<String>> cells = cells(table.columns());
    leaves.box(0, Leaves.WIDTH, height(cells), new Color(0xee, 0xee, 0xee));
    row("TH", cells, HEAD);
  }

  private List<List<String>> cells(List<String> texts) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < WIDTHS.length; i++) {
      // A stranger's name may be long; the JSON has it whole.
      double width = WIDTHS[i] * Leaves.WIDTH - GAP;
      cells.add(leaves.font().lines(texts.get(i), SIZE, width, MOST_LINES));
    }
    return cells;
  }

  private static double height(List<List<String>> cells) {
    return cells.stream().mapToInt(List::size).max().orElse(1) * CELL.leading() + 4;
  }

  private void row(String type, List<List<String>> cells, Style first) throws IOException {
    leaves.structure().within("TR", () -> cells(type, cells, first));
    leaves.rule(RULE);
  }

  private void cells(String type, List<List<String>> cells, Style first) throws IOException {
    double top = leaves.y();
    double x = 0;
    for (int i = 0; i < cells.size(); i++) {
      leaves.back(top + 1);
      double left = x + GAP / 2;
      List<String> lines = cells.get(i);
      Style style = i == 0 || type.equals("TH") ? first : CELL;
      leaves.structure().within(type, () -> leaves.text(lines, left, style));
      x += WIDTHS[i] * Leaves.WIDTH;
    }
    leaves.back(top + height(cells));
  }
}
