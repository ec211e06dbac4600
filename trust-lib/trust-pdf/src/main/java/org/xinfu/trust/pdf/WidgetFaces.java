package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How widgets look, ISO 32000-2 §12.5.5. A picture in a rectangle without room vanishes, as the
 * algorithm there has it; Ghostscript draws it as large as it is. Producers give signatures that
 * are not seen a picture without room or without content.
 */
final class WidgetFaces {
  /** What marks content and paints nothing. */
  private static final Set<String> BLANK = Set.of("", "q", "Q", "/Tx", "BMC", "EMC");

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
    Optional<Double> width = NewFields.extent(view, box, 0);
    Optional<Double> height = NewFields.extent(view, box, 1);
    return width.isEmpty() || height.isEmpty() || width.get() * height.get() != 0;
  }

  private static boolean content(PdfView view, PdfValue.Stream picture) {
    try {
      byte[] octets = StreamDecoder.decode(view, picture).toArray();
      String bare = new String(octets, StandardCharsets.ISO_8859_1).replaceAll("%[^\\r\\n]*", " ");
      return !Arrays.stream(bare.split("[\\s\\x00]+")).allMatch(BLANK::contains);
    } catch (MalformedPdf unread) {
      if (unread.exhausted()) {
        throw unread;
      }
      return true;
    }
  }
}
