package org.xinfu.trust.pdf;

import java.util.List;
import org.xinfu.trust.Bytes;

/**
 * Decodes the streams that hold structure, ISO 32000-2 §7.4: cross-reference and object streams,
 * evidence, forms in XML, and the pictures of fields where it matters what they draw. The result
 * has a limit and is counted, so that no bomb goes off.
 */
final class StreamDecoder {
  private static final int MOST_FILTERS = 8;
  private static final List<String> NUMBERS =
      List.of("Predictor", "Colors", "BitsPerComponent", "Columns", "EarlyChange");

  private StreamDecoder() {}

  /** The decoded octets. */
  static Bytes decode(PdfView view, PdfValue.Stream stream) {
    if (stream.to() - stream.from() > DecodedOctets.MOST) {
      throw new MalformedPdf("a structure stream is too long", true);
    }
    Bytes raw = view.raw(stream);
    List<PdfValue> filters = list(view, stream.dict(), "Filter");
    List<PdfValue> parameters = list(view, stream.dict(), "DecodeParms");
    if (filters.size() > MOST_FILTERS) {
      throw new MalformedPdf("a structure stream with too many filters", true);
    }
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).equals(new PdfValue.Name("Crypt"))) {
        continue;
      }
      StreamFilter filter =
          StreamFilter.of(filters.get(i))
              .orElseThrow(() -> new MalformedPdf("a structure stream with an unknown filter"));
      PdfValue own = i < parameters.size() ? parameters.get(i) : PdfValue.NULL;
      PdfValue.Dict dict = PdfValue.dictOf(own).orElse(PdfValue.Dict.EMPTY);
      raw = filter.decode(raw, number(view, dict, "EarlyChange", 1) != 0);
      view.octets().decoded(raw.length());
      raw = filter.predicts() ? unpredict(view, raw, dict) : raw;
    }
    return raw;
  }

  /**
   * Whether every reader unpacks the stream so (§7.3.8.2, table 5): parameters in the shape of the
   * filters, predictors that there are (table 10), and whole numbers. Readers differ about others,
   * and some know the short name /DP.
   */
  static boolean alike(PdfView view, PdfValue.Dict dict) {
    List<PdfValue> parameters = list(view, dict, "DecodeParms");
    if (dict.entries().containsKey("DP")) {
      return false;
    }
    if (parameters.stream().allMatch(StreamDecoder::idle)) {
      return true;
    }
    boolean several = view.resolve(dict.get("Filter")) instanceof PdfValue.Array;
    return several == view.resolve(dict.get("DecodeParms")) instanceof PdfValue.Array
        && parameters.size() <= list(view, dict, "Filter").size()
        && parameters.stream().allMatch(one -> numbers(view, one));
  }

  private static boolean idle(PdfValue parameters) {
    return parameters instanceof PdfValue.Null
        || (parameters instanceof PdfValue.Dict dict
            && NUMBERS.stream().noneMatch(dict.entries()::containsKey));
  }

  private static boolean numbers(PdfView view, PdfValue parameters) {
    if (!(parameters instanceof PdfValue.Dict dict)) {
      return parameters instanceof PdfValue.Null;
    }
    int predictor = number(view, dict, "Predictor", 1);
    return (predictor == 1 || predictor == 2 || (predictor >= 10 && predictor <= 15))
        && NUMBERS.stream()
            .map(dict::get)
            .map(view::resolve)
            .allMatch(
                v -> v instanceof PdfValue.Null || (v instanceof PdfValue.Numeral n && n.whole()));
  }

  private static List<PdfValue> list(PdfView view, PdfValue.Dict dict, String key) {
    PdfValue value = view.resolve(dict.get(key));
    if (value instanceof PdfValue.Array array) {
      return array.items().stream().map(view::resolve).toList();
    }
    return value instanceof PdfValue.Null ? List.of() : List.of(value);
  }

  /** Undoes the PNG and TIFF predictors of §7.4.4.4 for eight-bit samples. */
  private static Bytes unpredict(PdfView view, Bytes data, PdfValue.Dict parameters) {
    int predictor = number(view, parameters, "Predictor", 1);
    if (predictor < 2) {
      return data;
    }
    int colors = number(view, parameters, "Colors", 1);
    int columns = number(view, parameters, "Columns", 1);
    if (number(view, parameters, "BitsPerComponent", 8) != 8
        || colors < 1
        || columns < 1
        || (long) colors * columns > 1 << 20) {
      throw new MalformedPdf("a predictor that structure streams do not use");
    }
    return predictor == 2 ? tiff(data, colors, columns) : png(data, colors, columns);
  }

  private static Bytes tiff(Bytes data, int colors, int columns) {
    byte[] out = data.toArray();
    int row = colors * columns;
    for (int i = 0; i < out.length; i++) {
      if (i % row >= colors) {
        out[i] += out[i - colors];
      }
    }
    return Bytes.of(out);
  }

  private static Bytes png(Bytes data, int colors, int columns) {
    int row = colors * columns;
    byte[] in = data.toArray();
    // Readers take the octets of a last row that is cut short as well.
    int cut = Math.max(0, in.length % (row + 1) - 1);
    byte[] out = new byte[in.length / (row + 1) * row + cut];
    for (int line = 0; line * row < out.length; line++) {
      int kind = in[line * (row + 1)];
      for (int i = 0; i < row && line * row + i < out.length; i++) {
        int at = line * row + i;
        int left = i < colors ? 0 : out[at - colors] & 0xff;
        int up = line == 0 ? 0 : out[at - row] & 0xff;
        int corner = i < colors || line == 0 ? 0 : out[at - row - colors] & 0xff;
        int guess =
            switch (kind) {
              case 0 -> 0;
              case 1 -> left;
              case 2 -> up;
              case 3 -> (left + up) / 2;
              case 4 -> paeth(left, up, corner);
              default -> throw new MalformedPdf("an unknown predictor");
            };
        out[at] = (byte) (in[line * (row + 1) + 1 + i] + guess);
      }
    }
    return Bytes.of(out);
  }

  private static int paeth(int left, int up, int corner) {
    int guess = left + up - corner;
    int a = Math.abs(guess - left);
    int b = Math.abs(guess - up);
    int c = Math.abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? up : corner;
  }

  private static int number(PdfView view, PdfValue.Dict dict, String key, int otherwise) {
    PdfValue value = view.resolve(dict.get(key));
    return value instanceof PdfValue.Numeral number ? (int) number.value() : otherwise;
  }
}
