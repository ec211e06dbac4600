package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;

/**
 * How widgets look, ISO 32000-2 §12.5.5. A picture in a rectangle without room vanishes, as the
 * algorithm there has it; Ghostscript draws it as large as it is. Producers give signatures that
 * are not seen a picture without room or without content.
 */
final class WidgetFaces {
  /** What marks content and paints nothing. */
  private static final Set<String> BLANK = Set.of("q", "Q", "/Tx", "BMC", "EMC");

  private static final int LONGEST = 3;

  /** More than any picture that paints nothing has. */
  private static final int MOST = 64 * 1024;

  private WidgetFaces() {}

  /** Whether a picture of this widget paints something wherever it is drawn. */
  static boolean paint(PdfView view, PdfValue.Dict widget) {
    return all(view, widget)
        .anyMatch(
            face ->
                face instanceof PdfValue.Stream picture
                    && room(view, picture)
                    && content(view, picture));
  }

  /** Its pictures, of all states. */
  static Stream<PdfValue> all(PdfView view, PdfValue.Dict widget) {
    return view.dict(widget.get("AP")).entries().values().stream()
        .map(view::resolve)
        .flatMap(face -> states(face).values().stream())
        .map(view::resolve);
  }

  private static Map<String, PdfValue> states(PdfValue face) {
    return face instanceof PdfValue.Dict several ? several.entries() : Map.of("", face);
  }

  private static boolean room(PdfView view, PdfValue.Stream picture) {
    List<PdfValue> box = view.array(picture.dict().get("BBox"));
    Optional<Double> width = FieldWidgets.extent(view, box, 0);
    Optional<Double> height = FieldWidgets.extent(view, box, 1);
    return width.isEmpty() || height.isEmpty() || width.get() * height.get() != 0;
  }

  private static boolean content(PdfView view, PdfValue.Stream picture) {
    if (picture.to() - picture.from() > MOST) {
      return true;
    }
    try {
      Bytes octets = StreamDecoder.decode(view, picture);
      if (octets.length() > MOST) {
        return true;
      }
      view.octets().decoded(4L * octets.length());
      return !blank(octets);
    } catch (MalformedPdf unread) {
      if (unread.exhausted()) {
        throw unread;
      }
      return true;
    }
  }

  private static boolean blank(Bytes content) {
    int at = 0;
    while (at < content.length()) {
      if (Octets.white(content.at(at))) {
        at++;
      } else if (content.at(at) == '%') {
        at = lineEnd(content, at);
      } else {
        StringBuilder token = new StringBuilder();
        while (token.length() <= LONGEST && inside(content, at)) {
          token.append((char) content.at(at++));
        }
        if (!BLANK.contains(token.toString())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a token goes on here. */
  private static boolean inside(Bytes content, int at) {
    return at < content.length() && !Octets.white(content.at(at)) && content.at(at) != '%';
  }

  private static int lineEnd(Bytes content, int from) {
    int at = from;
    while (at < content.length() && content.at(at) != '\r' && content.at(at) != '\n') {
      at++;
    }
    return at;
  }
}
