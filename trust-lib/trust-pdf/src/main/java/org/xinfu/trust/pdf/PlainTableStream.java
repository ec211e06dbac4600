package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xinfu.trust.Bytes;

/**
 * The streams that hold an update's table and packed objects, in the one form that no reader takes
 * for broken (ISO 32000-2 §7.5.7, §7.5.8): three widths of the usual size, rows of known types in
 * rising subsections, as many as are said, in the clear or deflated and nothing behind that.
 */
final class PlainTableStream {
  private static final Set<String> TABLE =
      Set.of(
          "Type",
          "Size",
          "Index",
          "Prev",
          "W",
          "Root",
          "Info",
          "ID",
          "Length",
          "Filter",
          "DecodeParms");

  private static final Set<String> PACKING = Set.of("Type", "N", "First", "Length", "Filter");
  private static final int UP = 2;
  private static final int PNG = 12;
  private static final long MOST_DEFLATED = 1 << 24;
  private final PdfView view;
  private final PdfValue.Stream stream;
  private final PdfValue.Dict dict;

  PlainTableStream(PdfView view, PdfValue.Stream stream) {
    this.view = view;
    this.stream = stream;
    this.dict = stream.dict();
  }

  /**
   * Whether it is such a table.
   *
   * @throws MalformedPdf when it cannot be read
   */
  boolean table() {
    int[] widths = widths();
    return dict.name("Type").filter("XRef"::equals).isPresent()
        && TABLE.containsAll(dict.entries().keySet())
        && widths[0] == 1
        && within(widths[1], 1, 4)
        && within(widths[2], 0, 2)
        && whole()
        && predicted(1 + widths[1] + widths[2])
        && rows(widths);
  }

  /** Whether it is such a stream of objects; how they lie in it, {@link PlainPacking} says. */
  boolean packing() {
    return dict.name("Type").filter("ObjStm"::equals).isPresent()
        && PACKING.containsAll(dict.entries().keySet())
        && number("N") >= 0
        && number("First") >= 0
        && whole();
  }

  private int[] widths() {
    int[] widths = {-1, -1, -1};
    if (dict.get("W") instanceof PdfValue.Array array && array.items().size() == 3) {
      for (int i = 0; i < 3; i++) {
        widths[i] = (int) Math.min(9, number(array.items().get(i)));
      }
    }
    return widths;
  }

  private static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }

  /** Whether the data begin where every reader begins, and end where what is deflated ends. */
  private boolean whole() {
    Octets octets = view.octets();
    if (!octets.startsWith(stream.from() - 8, "stream\r\n")
        && !octets.startsWith(stream.from() - 7, "stream\n")) {
      return false;
    }
    if (!dict.entries().containsKey("Filter")) {
      return !dict.entries().containsKey("DecodeParms");
    }
    return dict.name("Filter").filter("FlateDecode"::equals).isPresent()
        && stream.to() - stream.from() <= MOST_DEFLATED
        && inflates(octets.slice(stream.from(), stream.to()).toArray());
  }

  private boolean inflates(byte[] raw) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(raw);
      byte[] buffer = new byte[16 * 1024];
      int got = -1;
      while (got != 0 && inflater.getBytesWritten() <= DecodedOctets.MOST) {
        got = inflater.inflate(buffer);
        view.octets().decoded(got);
      }
      return inflater.finished() && inflater.getRemaining() == 0;
    } catch (DataFormatException broken) {
      return false;
    } finally {
      inflater.end();
    }
  }

  /** Whether rows are as they are, or each the difference to the one above it (§7.4.4.4). */
  private boolean predicted(int row) {
    if (!dict.entries().containsKey("DecodeParms")) {
      return true;
    }
    if (!(dict.get("DecodeParms") instanceof PdfValue.Dict said)
        || !said.entries()
            .equals(
                Map.of(
                    "Predictor",
                    new PdfValue.Numeral(PNG, true),
                    "Columns",
                    new PdfValue.Numeral(row, true)))) {
      return false;
    }
    Bytes raw = StreamFilter.FLATE.decode(view.octets().slice(stream.from(), stream.to()), true);
    for (int at = 0; at < raw.length(); at += row + 1) {
      if (raw.at(at) != UP) {
        return false;
      }
    }
    return raw.length() % (row + 1) == 0;
  }

  private boolean rows(int[] widths) {
    long size = number("Size");
    long most = Math.min(size, PlainTable.MOST_NUMBERS);
    long count = 0;
    long next = 0;
    List<PdfValue> index =
        dict.entries().containsKey("Index")
            ? dict.get("Index") instanceof PdfValue.Array array ? array.items() : List.of()
            : List.of(new PdfValue.Numeral(0, true), new PdfValue.Numeral(size, true));
    if (index.isEmpty() || index.size() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < index.size(); i += 2) {
      long first = number(index.get(i));
      long own = number(index.get(i + 1));
      if (first < next || own < 1 || first + own > most) {
        return false;
      }
      next = first + own;
      count += own;
    }
    int row = 1 + widths[1] + widths[2];
    Bytes data = StreamDecoder.decode(view, stream);
    return data.length() == count * row && used(data, row, widths[1]);
  }

  /** Whether rows are of types that there are, and no object in use is at octet 0 (table 18). */
  private static boolean used(Bytes data, int row, int width) {
    for (int at = 0; at < data.length(); at += row) {
      int type = data.at(at);
      boolean zero = true;
      for (int i = 1; i <= width; i++) {
        zero &= data.at(at + i) == 0;
      }
      if (type > 2 || (type > 0 && zero)) {
        return false;
      }
    }
    return true;
  }

  private long number(String key) {
    return number(dict.get(key));
  }

  private static long number(PdfValue value) {
    return value instanceof PdfValue.Numeral n && n.whole() ? (long) n.value() : -1;
  }
}
