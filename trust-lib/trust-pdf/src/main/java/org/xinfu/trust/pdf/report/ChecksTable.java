package org.xinfu.trust.pdf.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.pdf.report.Leaves.Style;
import org.xinfu.trust.pdf.report.ReportSheet.Table;
import org.xinfu.trust.pdf.report.ReportSheet.Tone;

/**
 * The table of checks in small print and two columns, as short as it can be: with one signature it
 * ends on the page of the certificate. Its head stands again over every column.
 */
final class ChecksTable {
  private static final double SIZE = 6;
  private static final double SPACING = 1.16;
  private static final double GAP = 4;
  private static final double GUTTER = 8;
  private static final double COLUMN = (Leaves.WIDTH - GUTTER) / 2;
  private static final double[] WIDTHS = {0.125, 0.345, 0.225, 0.305};
  private static final int MOST_LINES = 12;
  private static final Color RULE = new Color(0xdd, 0xdd, 0xdd);
  private static final Style HEADING = new Style(10, PdfReport.colour(Tone.PLAIN), true);
  private static final Style CELL = style(Tone.PLAIN, false);
  private static final Style HEAD = style(Tone.PLAIN, true);

  private final Leaves leaves;
  private final Table table;
  private final List<List<String>> head;
  private final List<List<List<String>>> rows = new ArrayList<>();
  private int next;

  private ChecksTable(Leaves leaves, Table table) {
    this.leaves = leaves;
    this.table = table;
    this.head = cells(table.columns());
    table.rows().forEach(row -> rows.add(cells(row.cells())));
  }

  static void draw(Leaves leaves, Table table) throws IOException {
    leaves.paragraph("H3", table.heading(), HEADING);
    leaves.down(3);
    ChecksTable set = new ChecksTable(leaves, table);
    leaves.structure().within("Table", set::pages);
  }

  private void pages() throws IOException {
    leaves.room(height(head));
    if (rows.isEmpty()) {
      drawHead(0);
    }
    while (next < rows.size()) {
      leaves.room(height(head) + height(rows.get(next)));
      columns(Math.min(leaves.left(), height(head) + half()));
      if (next < rows.size()) {
        leaves.turn();
      }
    }
  }

  /** The least height at which the first of two columns takes half of the rows that are left. */
  private double half() {
    double all = rows.subList(next, rows.size()).stream().mapToDouble(ChecksTable::height).sum();
    double taken = 0;
    for (int i = next; i < rows.size() && taken < all / 2; i++) {
      taken += height(rows.get(i));
    }
    return taken;
  }

  private void columns(double height) throws IOException {
    double top = leaves.y();
    double bottom = top;
    for (double left : new double[] {0, COLUMN + GUTTER}) {
      if (left > 0 && next == rows.size()) {
        break;
      }
      leaves.back(top);
      head(left);
      int first = next;
      while (next < rows.size()
          && (next == first || leaves.y() + height(rows.get(next)) <= top + height + 0.01)) {
        Tone tone = table.rows().get(next).tone();
        row("TD", rows.get(next), left, style(tone, tone != Tone.PLAIN));
        next++;
      }
      bottom = Math.max(bottom, leaves.y());
    }
    leaves.back(bottom);
  }

  private static Style style(Tone tone, boolean bold) {
    return new Style(SIZE, PdfReport.colour(tone), bold, SPACING);
  }

  private void head(double left) throws IOException {
    if (next == 0) {
      drawHead(left);
    } else {
      // It was read out before.
      leaves.structure().decoration(() -> drawHead(left));
    }
  }

  private void drawHead(double left) throws IOException {
    leaves.box(left, COLUMN, height(head), new Color(0xee, 0xee, 0xee));
    row("TH", head, left, HEAD);
  }

  private List<List<String>> cells(List<String> texts) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < WIDTHS.length; i++) {
      // A stranger's name may be long; the JSON has it whole.
      double width = WIDTHS[i] * COLUMN - GAP;
      cells.add(leaves.font().lines(texts.get(i), SIZE, width, MOST_LINES));
    }
    return cells;
  }

  private static double height(List<List<String>> cells) {
    return cells.stream().mapToInt(List::size).max().orElse(1) * CELL.leading() + 2;
  }

  private void row(String type, List<List<String>> cells, double left, Style first)
      throws IOException {
    leaves.structure().within("TR", () -> cells(type, cells, left, first));
    leaves.rule(left, COLUMN, RULE);
  }

  private void cells(String type, List<List<String>> cells, double left, Style first)
      throws IOException {
    double top = leaves.y();
    double x = left;
    for (int i = 0; i < cells.size(); i++) {
      leaves.back(top + 0.5);
      double indent = x + GAP / 2;
      List<String> lines = cells.get(i);
      Style style = i == 0 || type.equals("TH") ? first : CELL;
      leaves.structure().within(type, () -> leaves.text(lines, indent, style));
      x += WIDTHS[i] * COLUMN;
    }
    leaves.back(top + height(cells));
  }
}
