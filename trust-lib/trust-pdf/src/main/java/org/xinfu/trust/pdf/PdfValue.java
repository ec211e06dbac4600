package org.xinfu.trust.pdf;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.xinfu.trust.Bytes;

/** What an object of a PDF may be, ISO 32000-2 §7.3. */
sealed interface PdfValue {
  /** The null object; also what a reference to nothing means (§7.3.10). */
  PdfValue NULL = new Null();

  record Null() implements PdfValue {}

  /** Something is there that cannot be read. */
  record Unreadable(String why) implements PdfValue {}

  record Truth(boolean value) implements PdfValue {}

  record Numeral(double value, boolean whole) implements PdfValue {}

  record Name(String value) implements PdfValue {}

  /** Comparable, so that hash tables stay quick where many have one hash. */
  record Ref(int number, int generation) implements PdfValue, Comparable<Ref> {
    private static final Comparator<Ref> ORDER =
        Comparator.comparingInt(Ref::number).thenComparingInt(Ref::generation);

    @Override
    public int compareTo(Ref other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return "object " + number + " " + generation;
    }
  }

  /**
   * A string.
   *
   * @param from where its token begins in the file; negative inside an object stream
   * @param to after its token
   * @param plainHex hexadecimal digits in pairs and nothing else between the brackets
   * @param odd not encrypted as the document's strings are: what readers make of it differs
   */
  record Text(Bytes value, long from, long to, boolean plainHex, boolean odd) implements PdfValue {
    /** Whether every reader has the same of both. */
    boolean says(Text other) {
      return value.equals(other.value) && odd == other.odd;
    }
  }

  record Array(List<PdfValue> items) implements PdfValue {}

  /**
   * A dictionary; of equal keys the last counts.
   *
   * @param repeated keys that came more than once, with other values
   */
  record Dict(Map<String, PdfValue> entries, Set<String> repeated) implements PdfValue {
    static final Dict EMPTY = new Dict(Map.of(), Set.of());

    PdfValue get(String key) {
      return entries.getOrDefault(key, NULL);
    }

    boolean has(String key) {
      return !(get(key) instanceof Null);
    }

    /** The text of a direct name; empty when it is none. */
    Optional<String> name(String key) {
      return get(key) instanceof Name name ? Optional.of(name.value()) : Optional.empty();
    }
  }

  /**
   * A stream; its octets lie in the file.
   *
   * @param from first raw octet
   * @param to after the last raw octet
   * @param object the object that it is, on which its encryption depends (§7.6.3)
   */
  record Stream(Dict dict, long from, long to, Ref object) implements PdfValue {}

  /** Whether two values say the same, wherever and however their strings are written. */
  static boolean alike(PdfValue a, PdfValue b) {
    if (a instanceof Text x && b instanceof Text y) {
      return x.says(y);
    }
    if (a instanceof Array x && b instanceof Array y) {
      return x.items().size() == y.items().size()
          && IntStream.range(0, x.items().size())
              .allMatch(i -> alike(x.items().get(i), y.items().get(i)));
    }
    if (a instanceof Dict x && b instanceof Dict y) {
      return x.repeated().equals(y.repeated())
          && x.entries().keySet().equals(y.entries().keySet())
          && x.entries().keySet().stream().allMatch(key -> alike(x.get(key), y.get(key)));
    }
    return a.equals(b);
  }

  /** The dictionary of a dictionary or of a stream. */
  static Optional<Dict> dictOf(PdfValue value) {
    if (value instanceof Dict dict) {
      return Optional.of(dict);
    }
    return value instanceof Stream stream ? Optional.of(stream.dict()) : Optional.empty();
  }
}
