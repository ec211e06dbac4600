package org.xinfu.licence.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xinfu.kit.font.FontChain;

/** Writes the page's {@code Content.xml}: TextObject and PathObject, GB/T 33190-2016 9 and 11. */
final class OfdPage {
  private static final String NAMESPACE = "http://www.ofdspec.org/2016";
  private static final int OPAQUE = 255;
  private final FontChain fonts;
  private final SortedMap<Integer, NavigableSet<Integer>> used;
  private final Map<Integer, Map<Integer, Integer>> glyphs = new HashMap<>();
  private int lastId;

  OfdPage(FontChain fonts, SortedMap<Integer, NavigableSet<Integer>> used, int lastId) {
    this.fonts = fonts;
    this.used = used;
    this.lastId = lastId;
  }

  /** The highest object id given out; after {@link #write}. */
  int maxId() {
    return lastId;
  }

  String write(Page page) {
    Xml xml = new Xml().open("ofd:Page", "xmlns:ofd", NAMESPACE).open("ofd:Area");
    String box = Millimetres.text(0, 0, page.width(), page.height());
    xml.element("ofd:PhysicalBox", box).close("ofd:Area");
    xml.open("ofd:Content").open("ofd:Layer", "ID", nextId(), "Type", "Body");
    for (Page.Mark mark : page.marks()) {
      switch (mark) {
        case Page.Run run -> text(xml, run, page);
        case Page.Line line -> line(xml, line);
        case Page.Box rectangle -> box(xml, rectangle);
        case Page.Squares squares -> squares(xml, squares);
      }
    }
    return xml.close("ofd:Layer").close("ofd:Content").close("ofd:Page").toString();
  }

  /** GB/T 33190 11.2, tables 45 and 46: one TextCode with the distances of the characters. */
  private void text(Xml xml, Page.Run run, Page page) {
    boolean turned = run.turn() != 0;
    double rise = run.size();
    String boundary =
        turned
            ? Millimetres.text(0, 0, page.width(), page.height())
            : Millimetres.text(
                run.x(), run.baseline() - rise, run.width() + run.size() * 0.1, run.size() * 1.3);
    String font = Integer.toString(2 + run.font());
    String alpha = Long.toString(Math.round(run.ink().alpha() * OPAQUE));
    String size = Millimetres.text(run.size());
    if (turned) {
      xml.open(
          "ofd:TextObject",
          "ID",
          nextId(),
          "Boundary",
          boundary,
          "CTM",
          turn(run),
          "Alpha",
          alpha,
          "Font",
          font,
          "Size",
          size);
    } else if (run.weight() > 0) {
      xml.open(
          "ofd:TextObject",
          "ID",
          nextId(),
          "Boundary",
          boundary,
          "LineWidth",
          Millimetres.text(run.weight()),
          "Alpha",
          alpha,
          "Font",
          font,
          "Size",
          size,
          "Stroke",
          "true",
          "Fill",
          "true");
    } else {
      xml.open(
          "ofd:TextObject",
          "ID",
          nextId(),
          "Boundary",
          boundary,
          "Alpha",
          alpha,
          "Font",
          font,
          "Size",
          size);
    }
    xml.empty("ofd:FillColor", "Value", colour(run.ink()));
    if (run.weight() > 0) {
      xml.empty("ofd:StrokeColor", "Value", colour(run.ink()));
    }
    glyphOf(xml, run);
    code(xml, run, turned ? 0 : rise);
    xml.close("ofd:TextObject");
  }

  /** A character beyond U+FFFF names its glyph, since the subset's cmap does not (11.4). */
  private void glyphOf(Xml xml, Page.Run run) {
    int character = run.text().codePointAt(0);
    if (Character.isBmpCodePoint(character)) {
      return;
    }
    Map<Integer, Integer> places =
        glyphs.computeIfAbsent(
            run.font(),
            f -> fonts.subsetGlyphs(f, Set.copyOf(used.getOrDefault(f, new TreeSet<>()))));
    xml.open("ofd:CGTransform", "CodePosition", "0", "CodeCount", "1", "GlyphCount", "1");
    xml.element("ofd:Glyphs", Integer.toString(places.getOrDefault(character, 0)));
    xml.close("ofd:CGTransform");
  }

  private static void code(Xml xml, Page.Run run, double y) {
    List<Double> between = run.advances().subList(0, run.advances().size() - 1);
    String deltas = between.stream().map(Millimetres::text).collect(Collectors.joining(" "));
    if (deltas.isEmpty()) {
      xml.element("ofd:TextCode", run.text(), "X", "0", "Y", Millimetres.text(y));
    } else {
      xml.element("ofd:TextCode", run.text(), "X", "0", "Y", Millimetres.text(y), "DeltaX", deltas);
    }
  }

  private static String turn(Page.Run run) {
    double sin = StrictMath.sin(StrictMath.toRadians(run.turn()));
    double cos = StrictMath.cos(StrictMath.toRadians(run.turn()));
    return Millimetres.text(cos, sin, -sin, cos, run.x(), run.baseline());
  }

  private void line(Xml xml, Page.Line line) {
    double half = line.stroke() / 2;
    double left = Math.min(line.x1(), line.x2()) - half;
    double top = Math.min(line.y1(), line.y2()) - half;
    double width = Math.abs(line.x2() - line.x1()) + line.stroke();
    double height = Math.abs(line.y2() - line.y1()) + line.stroke();
    openPath(xml, Millimetres.text(left, top, width, height), line.stroke(), line.ink());
    xml.empty("ofd:StrokeColor", "Value", colour(line.ink()));
    String from = Millimetres.text(line.x1() - left, line.y1() - top);
    String to = Millimetres.text(line.x2() - left, line.y2() - top);
    xml.element("ofd:AbbreviatedData", "M " + from + " L " + to).close("ofd:PathObject");
  }

  private void openPath(Xml xml, String boundary, double stroke, Page.Ink ink) {
    String alpha = Long.toString(Math.round(ink.alpha() * OPAQUE));
    xml.open(
        "ofd:PathObject",
        "ID",
        nextId(),
        "Boundary",
        boundary,
        "LineWidth",
        Millimetres.text(stroke),
        "Alpha",
        alpha,
        "Stroke",
        "true",
        "Fill",
        "false");
  }

  private void box(Xml xml, Page.Box box) {
    Page.Ink ink = box.ink();
    Page.Ink fill = box.fill();
    double half = ink == null ? 0 : box.stroke() / 2;
    double width = box.width() + 2 * half;
    double height = box.height() + 2 * half;
    Page.Ink any = fill == null ? ink : fill;
    String alpha = Long.toString(Math.round((any == null ? 1 : any.alpha()) * OPAQUE));
    xml.open(
        "ofd:PathObject",
        "ID",
        nextId(),
        "Boundary",
        Millimetres.text(box.x() - half, box.y() - half, width, height),
        "LineWidth",
        Millimetres.text(box.stroke()),
        "Alpha",
        alpha,
        "Stroke",
        Boolean.toString(ink != null),
        "Fill",
        Boolean.toString(fill != null));
    if (fill != null) {
      xml.empty("ofd:FillColor", "Value", colour(fill));
    }
    if (ink != null) {
      xml.empty("ofd:StrokeColor", "Value", colour(ink));
    }
    Page.Cell inner = new Page.Cell(half, half, box.width(), box.height());
    xml.element("ofd:AbbreviatedData", rectangle(inner)).close("ofd:PathObject");
  }

  private void squares(Xml xml, Page.Squares squares) {
    xml.open(
        "ofd:PathObject",
        "ID",
        nextId(),
        "Boundary",
        Millimetres.text(squares.x(), squares.y(), squares.side(), squares.side()),
        "Stroke",
        "false",
        "Fill",
        "true");
    xml.empty("ofd:FillColor", "Value", colour(Page.Ink.BLACK));
    String cells =
        squares.cells().stream().map(OfdPage::rectangle).collect(Collectors.joining(" "));
    xml.element("ofd:AbbreviatedData", cells).close("ofd:PathObject");
  }

  private static String rectangle(Page.Cell cell) {
    double right = cell.x() + cell.width();
    double bottom = cell.y() + cell.height();
    return "M %s L %s L %s L %s C"
        .formatted(
            Millimetres.text(cell.x(), cell.y()),
            Millimetres.text(right, cell.y()),
            Millimetres.text(right, bottom),
            Millimetres.text(cell.x(), bottom));
  }

  private static String colour(Page.Ink ink) {
    return ink.red() + " " + ink.green() + " " + ink.blue();
  }

  private String nextId() {
    lastId++;
    return Integer.toString(lastId);
  }
}
