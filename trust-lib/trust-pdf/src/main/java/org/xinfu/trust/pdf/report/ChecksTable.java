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
    leaves.paragraph(table.heading(), HEADING);
    leaves.down(4);
    head(table);
    for (Row row : table.rows()) {
      List<List<String>> cells = cells(row.cells());
      if (leaves.room(height(cells))) {
        head(table);
      }
      row(cells, new Style(SIZE, PdfReport.colour(row.tone()), row.tone() != Tone.PLAIN));
    }
  }

  private void head(Table table) throws IOException {
    List<List<String>> cells = cells(table.columns());
    leaves.box(0, Leaves.WIDTH, height(cells), new Color(0xee, 0xee, 0xee));
    row(cells, HEAD);
  }

  private List<List<String>> cells(List<String> texts) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < WIDTHS.length; i++) {
      List<String> lines = leaves.font().lines(texts.get(i), SIZE, WIDTHS[i] * Leaves.WIDTH - GAP);
      // A stranger's name may be long; the JSON has it whole.
      boolean cut = lines.size() > MOST_LINES;
      List<String> shown = new ArrayList<>(cut ? lines.subList(0, MOST_LINES - 1) : lines);
      if (cut) {
        shown.add("…");
      }
      cells.add(shown);
    }
    return cells;
  }

  private static double height(List<List<String>> cells) {
    return cells.stream().mapToInt(List::size).max().orElse(1) * CELL.leading() + 4;
  }

  private void row(List<List<String>> cells, Style first) throws IOException {
    double top = leaves.y();
    double x = 0;
    for (int i = 0; i < cells.size(); i++) {
      leaves.back(top + 1);
      leaves.text(cells.get(i), x + GAP / 2, i == 0 || first.equals(HEAD) ? first : CELL);
      x += WIDTHS[i] * Leaves.WIDTH;
    }
    leaves.back(top + height(cells));
    leaves.rule(RULE);
  }
}
