package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/**
 * A document as it stood when it ended at a certain octet: what its own cross-reference chain says,
 * and nothing that would have to be guessed.
 */
final class PdfView {
  private static final int LONGEST_CHAIN = 32;
  private final Octets octets;
  private final XrefTable table;
  private final Optional<Decryption> decryption;
  private final ObjectCache cache = new ObjectCache();
  private final Map<Long, Packing> packings = new HashMap<>();
  private final RebuiltTable rebuilt = new RebuiltTable(this);
  private final Map<Long, ObjectStream> packed = new LinkedHashMap<>(8, 0.75f, true);

  /**
   * Reads the document that ends where {@code octets} end.
   *
   * @throws MalformedPdf when its chain of cross-reference sections is broken
   */
  PdfView(Octets octets) {
    this.octets = octets;
    // The reader needs a view for direct objects only: no table is there yet.
    this.table = new XrefReader(new PdfView(octets, new XrefTable.Builder().build())).read();
    this.decryption =
        trailer().has("Encrypt") ? Decryption.of(new PdfView(octets, table)) : Optional.empty();
  }

  /** A view that opens nothing. */
  private PdfView(Octets octets, XrefTable table) {
    this.octets = octets;
    this.table = table;
    this.decryption = Optional.empty();
  }

  /**
   * An object with its head: number, generation, value, where it ends, what it weighs, and whether
   * some reader takes it for another ({@link PdfLexer#odd}).
   */
  record Indirect(
      int number,
      int generation,
      PdfValue value,
      long end,
      int weight,
      boolean odd,
      boolean foreign) {}

  private record Loaded(PdfValue value, int weight, long end) {
    static Loaded unreadable(String why, long end) {
      return new Loaded(new PdfValue.Unreadable(why), 1, end);
    }
  }

  /** What an object stream holds; equal only where its dictionary names nothing that changed. */
  private record Packing(long first, int count, String sha256, long end) {
    static Packing direct(long end) {
      return new Packing(0, 0, "", end);
    }
  }

  Octets octets() {
    return octets;
  }

  XrefTable table() {
    return table;
  }

  PdfValue.Dict trailer() {
    return table.trailer();
  }

  /** Whether its strings and streams are encrypted and cannot be opened without a password. */
  boolean sealed() {
    return trailer().has("Encrypt") && decryption.isEmpty();
  }

  /** The raw octets of a stream, its encryption taken off where there was one. */
  Bytes raw(PdfValue.Stream stream) {
    Bytes raw = octets.slice(stream.from(), stream.to());
    return decryption.map(opening -> opening.open(this, stream, raw)).orElse(raw);
  }

  /** How the document is opened; empty when it is not encrypted, or sealed. */
  Optional<Decryption> decryption() {
    return decryption;
  }

  /** Where the object is; empty when it is not in use. */
  Optional<XrefTable.Entry> entry(int number) {
    return Optional.ofNullable(table.entries().get(number))
        .filter(entry -> entry.kind() != XrefTable.Kind.FREE);
  }

  /** The numbers of all objects in use. */
  NavigableSet<Integer> numbers() {
    NavigableSet<Integer> used = new TreeSet<>();
    table
        .entries()
        .forEach(
            (number, entry) -> {
              if (entry.kind() != XrefTable.Kind.FREE) {
                used.add(number);
              }
            });
    return used;
  }

  /** The catalog; empty when there is none. */
  PdfValue.Dict catalog() {
    return dict(trailer().get("Root"));
  }

  /** What a reference leads to, or the value itself. */
  PdfValue resolve(PdfValue value) {
    PdfValue found = value;
    for (int i = 0; found instanceof PdfValue.Ref ref; i++) {
      if (i == LONGEST_CHAIN) {
        return new PdfValue.Unreadable("references in a circle");
      }
      found = object(ref);
    }
    return found;
  }

  /** The dictionary behind a value; an empty one when it is none. */
  PdfValue.Dict dict(PdfValue value) {
    return resolve(value) instanceof PdfValue.Dict dict ? dict : PdfValue.Dict.EMPTY;
  }

  /** The elements behind a value; none when it is no array. */
  List<PdfValue> array(PdfValue value) {
    return resolve(value) instanceof PdfValue.Array array ? array.items() : List.of();
  }

  /** The object; null object when it is not in use under this generation. */
  PdfValue object(PdfValue.Ref ref) {
    Optional<XrefTable.Entry> entry = entry(ref.number());
    if (entry.isEmpty() || entry.get().generation() != ref.generation()) {
      return PdfValue.NULL;
    }
    Optional<PdfValue> known = cache.get(ref.number());
    if (known.isPresent()) {
      return known.get();
    }
    // An object that needs itself to be read, as its own stream's length, ends here.
    cache.put(ref.number(), new PdfValue.Unreadable("refers to itself"), 1, Long.MAX_VALUE);
    Loaded loaded = load(ref.number(), entry.get());
    cache.put(ref.number(), loaded.value(), loaded.weight(), loaded.end());
    return loaded.value();
  }

  /** The object in use under this number, whatever its generation. */
  PdfValue object(int number) {
    return object(reference(number));
  }

  /**
   * Where an object that was just read ends in the file, 0 when it lies in an object stream; beyond
   * any place when it cannot be read.
   */
  long ends(int number) {
    return entry(number).isEmpty() ? 0 : cache.end(number);
  }

  /** What leads to the object in use under this number; generation 0 when there is none. */
  PdfValue.Ref reference(int number) {
    return new PdfValue.Ref(number, entry(number).map(XrefTable.Entry::generation).orElse(0));
  }

  private Loaded load(int number, XrefTable.Entry entry) {
    try {
      if (entry.kind() == XrefTable.Kind.PACKED) {
        return unpack(number, entry);
      }
      Indirect found = indirectAt(entry.place());
      return found.number() == number && found.generation() == entry.detail()
          ? new Loaded(
              open(found.value(), new PdfValue.Ref(number, entry.generation())),
              found.weight(),
              found.end())
          : Loaded.unreadable(
              "another object is where object " + number + " is said to be",
              found.value() instanceof PdfValue.Stream ? Long.MAX_VALUE : found.end());
    } catch (MalformedPdf malformed) {
      if (malformed.exhausted()) {
        throw malformed;
      }
      return Loaded.unreadable("" + malformed.getMessage(), Long.MAX_VALUE);
    }
  }

  /** Whether a string, encrypted as this object's, would hold zeros from {@code from} on. */
  boolean hidesZeros(Bytes string, int from, PdfValue.Ref object) {
    return decryption.filter(opening -> opening.hidesZeros(string, from, object)).isPresent();
  }

  /** Strings in object streams are encrypted with their stream and not once more (§7.6.2). */
  private PdfValue open(PdfValue value, PdfValue.Ref object) {
    return decryption.map(opening -> opening.open(value, object)).orElse(value);
  }

  private Loaded unpack(int number, XrefTable.Entry entry) {
    ObjectStream stream = unpacked(entry.place());
    int index = entry.detail();
    if (index >= stream.numbers().size() || stream.numbers().get(index) != number) {
      throw new MalformedPdf("object " + number + " is not where it is said to be in its stream");
    }
    PdfLexer in = stream.at(index);
    return new Loaded(in.value(), in.made(), 0);
  }

  private ObjectStream unpacked(long number) {
    ObjectStream stream = packed.get(number);
    if (stream == null) {
      stream = ObjectStream.open(this, number);
      keep(number, stream);
    }
    return stream;
  }

  /** The last few streams stay unpacked, together as large as one may be. */
  private void keep(long number, ObjectStream stream) {
    long weight = packed.values().stream().mapToLong(ObjectStream::weight).sum() + stream.weight();
    Iterator<ObjectStream> eldest = packed.values().iterator();
    while (eldest.hasNext() && (packed.size() >= 4 || weight > DecodedOctets.MOST)) {
      weight -= eldest.next().weight();
      eldest.remove();
    }
    packed.put(number, stream);
  }

  /** Octets that both views share mean the same, unless the dictionary refers to other objects. */
  private Packing packs(long number) {
    Packing known = packings.get(number);
    if (known == null) {
      known = pack(number);
      packings.put(number, known);
    }
    return known;
  }

  private Packing pack(long number) {
    XrefTable.Entry entry = entry((int) number).orElseThrow();
    try {
      Indirect written = indirectAt(entry.place());
      if (written.value() instanceof PdfValue.Stream stream
          && stream.dict().entries().values().stream().noneMatch(PdfView::refers)) {
        return Packing.direct(written.end());
      }
      ObjectStream found = ObjectStream.open(this, number);
      Bytes decoded = found.octets().slice(0, found.octets().end());
      return new Packing(
          found.first(),
          found.numbers().size(),
          DocumentSource.of(decoded).sha256(),
          written.end());
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return Packing.direct(Long.MAX_VALUE);
    }
  }

  private static boolean refers(PdfValue value) {
    return value instanceof PdfValue.Ref
        || (value instanceof PdfValue.Array array
            && array.items().stream().anyMatch(PdfView::refers))
        || (value instanceof PdfValue.Dict dict
            && dict.entries().values().stream().anyMatch(PdfView::refers));
  }

  /** What a reader would find that rebuilds the table. */
  RebuiltTable rebuilt() {
    return rebuilt;
  }

  /**
   * The objects that an object stream packs, listed or not.
   *
   * @throws MalformedPdf when it cannot be read
   */
  List<Integer> packedIn(int stream) {
    return ObjectStream.open(this, stream).numbers();
  }

  /**
   * What an object stream has at an index.
   *
   * @throws MalformedPdf when it cannot be read
   */
  PdfValue packedAt(int stream, int index) {
    return unpacked(stream).at(index).value();
  }

  /** A whole number of a dictionary; negative when there is none. */
  long number(PdfValue.Dict dict, String key) {
    return resolve(dict.get(key)) instanceof PdfValue.Numeral n && n.whole()
        ? (long) n.value()
        : -1;
  }

  /**
   * The object written at a place of the file.
   *
   * @throws MalformedPdf when there is none
   */
  Indirect indirectAt(long place) {
    PdfLexer in = new PdfLexer(octets, place);
    long number = in.whole();
    long generation = in.whole();
    if (number < 0 || number > Integer.MAX_VALUE || generation < 0 || !in.keyword("obj")) {
      throw new MalformedPdf("no object at octet " + place);
    }
    PdfValue value = in.keyword("endobj") ? PdfValue.NULL : in.value();
    long end = in.position();
    // The strings of a cross-reference stream, its /ID, are shown nowhere.
    boolean loose =
        in.loose()
            && !(value instanceof PdfValue.Dict d
                && d.name("Type").filter("XRef"::equals).isPresent());
    boolean odd = in.odd() || loose;
    boolean foreign = in.foreign() && !loose;
    if (value instanceof PdfValue.Dict dict && in.keyword("stream")) {
      PdfValue.Ref own = new PdfValue.Ref((int) number, (int) Math.min(generation, 65536));
      PdfValue.Stream stream = stream(dict, in.position(), own);
      // Many readers pass over the rest of the line, whatever it holds.
      odd |= !lineEnds(in.position());
      foreign &= lineEnds(in.position());
      value = stream;
      end = stream.to();
    }
    return new Indirect(
        (int) number, (int) Math.min(generation, 65536), value, end, in.made(), odd, foreign);
  }

  private boolean lineEnds(long from) {
    long at = from;
    while (octets.at(at) == ' ') {
      at++;
    }
    return octets.at(at) == '\r' || octets.at(at) == '\n';
  }

  /** The raw octets after the keyword, §7.3.8.1. */
  private PdfValue.Stream stream(PdfValue.Dict dict, long after, PdfValue.Ref own) {
    long from = after;
    while (octets.at(from) == ' ') {
      from++;
    }
    from += octets.at(from) == '\r' ? 1 : 0;
    from += octets.at(from) == '\n' ? 1 : 0;
    long length = number(dict, "Length");
    if (length >= 0 && length <= octets.end() - from) {
      PdfLexer in = new PdfLexer(octets, from + length);
      if (in.keyword("endstream")) {
        return new PdfValue.Stream(dict, from, from + length, own);
      }
    }
    // Readers look for the end when the length is wrong.
    long end = octets.indexOf("endstream", from, octets.end());
    if (end < 0) {
      throw new MalformedPdf("a stream without end");
    }
    return new PdfValue.Stream(dict, from, end, own);
  }

  /** Whether both views hold the object at one place of octets that both share. */
  boolean samePlace(PdfView other, int number) {
    Optional<XrefTable.Entry> mine = entry(number);
    if (mine.isEmpty() || !mine.equals(other.entry(number))) {
      return false;
    }
    XrefTable.Entry entry = mine.get();
    if (entry.kind() == XrefTable.Kind.PACKED) {
      return entry.place() <= Integer.MAX_VALUE
          && entry((int) entry.place()).filter(e -> e.kind() == XrefTable.Kind.PLAIN).isPresent()
          && samePlace(other, (int) entry.place())
          && packs(entry.place()).equals(other.packs(entry.place()));
    }
    return entry.place() < Math.min(octets.end(), other.octets.end());
  }
}
