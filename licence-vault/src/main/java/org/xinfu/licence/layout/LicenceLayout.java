package org.xinfu.licence.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.kit.font.FontChain;
import org.xinfu.trust.Bytes;

/** Lays a licence out: template and facts to the unsigned OFD and PDF. Thread-safe. */
public final class LicenceLayout {
  private static final Pattern FIELD = Pattern.compile("\\$\\{([A-Za-z0-9.]+)}");
  private final FontChain fonts;
  private final Typesetter typesetter;

  public LicenceLayout(FontChain fonts) {
    this.fonts = fonts;
    this.typesetter = new Typesetter(fonts);
  }

  /** Both files of one licence, unsigned. */
  public record Files(Bytes ofd, Bytes pdf) {}

  /**
   * Characters that the sheet wants to print and no font has, each once; a licence with one must be
   * refused before it is issued (GB/T 36905: the face shows the data, no blanks).
   */
  public String missing(Template template, Sheet sheet) {
    StringBuilder all = new StringBuilder();
    for (Template.Item item : template.items()) {
      all.append(text(item, sheet.face()));
    }
    StringBuilder missing = new StringBuilder();
    fonts.missing(all.toString().replace("\n", "")).forEach(missing::appendCodePoint);
    return missing.toString();
  }

  /**
   * The files.
   *
   * @throws IllegalArgumentException when {@link #missing} is not empty
   */
  public Files lay(Template template, Sheet sheet) {
    Page page = page(template, sheet);
    return new Files(new OfdFile(fonts).write(page, sheet), new PdfFile(fonts).write(page, sheet));
  }

  private Page page(Template template, Sheet sheet) {
    List<Page.Mark> marks = new ArrayList<>();
    for (Template.Item item : template.items()) {
      marks.addAll(marks(item, sheet.face()));
    }
    Template.QrPlace qr = template.qr();
    if (qr != null) {
      marks.add(QrCode.draw(sheet.link(), qr));
    }
    return new Page(template.width(), template.height(), marks);
  }

  private List<? extends Page.Mark> marks(Template.Item item, Map<String, String> face) {
    Page.Ink ink = Page.Ink.of(item.colour(), item.alpha());
    double stroke = item.stroke() == null ? 0.2 : item.stroke();
    return switch (item.kind()) {
      case TEXT -> typesetter.set(item, text(item, face));
      case WATERMARK -> turned(typesetter.set(item, text(item, face)), item);
      case LINE ->
          List.of(
              new Page.Line(
                  item.x(),
                  item.y(),
                  item.x() + item.width(),
                  item.y() + item.height(),
                  stroke,
                  ink));
      case BOX ->
          List.of(
              new Page.Box(
                  item.x(),
                  item.y(),
                  item.width(),
                  item.height(),
                  stroke,
                  item.colour() == null ? null : ink,
                  item.fill() == null ? null : Page.Ink.of(item.fill(), item.alpha())));
    };
  }

  /** The runs turned about the middle of the item's box. */
  private static List<Page.Run> turned(List<Page.Run> runs, Template.Item item) {
    double cx = item.x() + item.width() / 2;
    double cy = item.y() + item.height() / 2;
    List<Page.Run> turned = new ArrayList<>();
    for (Page.Run run : runs) {
      double sin = StrictMath.sin(StrictMath.toRadians(run.turn()));
      double cos = StrictMath.cos(StrictMath.toRadians(run.turn()));
      double dx = run.x() - cx;
      double dy = run.baseline() - cy;
      turned.add(
          new Page.Run(
              run.text(),
              run.font(),
              run.size(),
              cx + dx * cos - dy * sin,
              cy + dx * sin + dy * cos,
              run.advances(),
              run.ink(),
              run.weight(),
              run.turn()));
    }
    return turned;
  }

  private static String text(Template.Item item, Map<String, String> face) {
    String value = item.value();
    if (value == null) {
      return "";
    }
    Matcher fields = FIELD.matcher(value);
    return fields.replaceAll(
        field -> Matcher.quoteReplacement(face.getOrDefault(field.group(1), "")));
  }
}
