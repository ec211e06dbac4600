package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

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
  private final Packings packings = new Packings(this);
  private final RebuiltTable rebuilt = new RebuiltTable(this);
  private final XrefSections sections;

  /** A longer view of the same file, whose objects are this one's where they are the same. */
  private final @Nullable PdfView longer;

  /** Numbers of the objects that are known to be the same. */
  private final BitSet shared = new BitSet();

  private final XrefTable.@Nullable Entry[] low;
  private @Nullable NavigableSet<Integer> numbers;

  private final Map<Long, ObjectStream> packed = new LinkedHashMap<>(8, 0.75f, true);

  /**
   * Reads the document that ends where {@code octets} end.
   *
   * @throws MalformedPdf when its chain of cross-reference sections is broken
   */
  PdfView(Octets octets) {
    this(octets, new XrefSections(), null);
  }

  private PdfView(Octets octets, XrefSections sections, @Nullable PdfView longer) {
    this.octets = octets;
    this.sections = sections;
    // The reader needs a view for direct objects only: no table is there yet.
    PdfView direct = new PdfView(octets, new XrefTable.Builder().build());
    this.table = new XrefReader(direct, sections).read();
    this.low = table.low();
    this.decryption =
        trailer().has("Encrypt") ? Decryption.of(new PdfView(octets, table)) : Optional.empty();
    // What strings and object streams say hangs on the key.
    boolean opens =
        longer != null && decryption.equals(longer.decryption) && sealed() == longer.sealed();
    this.longer = opens ? longer : null;
  }

  /** A view that opens nothing. */
  private PdfView(Octets octets, XrefTable table) {
    this.octets = octets;
    this.table = table;
    this.low = table.low();
    this.decryption = Optional.empty();
    this.sections = new XrefSections();
    this.longer = null;
  }

  /**
   * The document as it stood when it ended earlier. What both have is read once.
   *
   * @throws MalformedPdf when its chain of cross-reference sections is broken
   */
  PdfView upTo(long end) {
    return new PdfView(octets.upTo(end), sections, this);
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
    return Optional.ofNullable(used(number));
  }

  private XrefTable.@Nullable Entry used(int number) {
    XrefTable.Entry entry =
        number >= 0 && number < low.length ? low[number] : table.entries().get(number);
    return entry == null || entry.kind() == XrefTable.Kind.FREE ? null : entry;
  }

  /** The numbers of all objects in use. */
  NavigableSet<Integer> numbers() {
    if (numbers == null) {
      NavigableSet<Integer> used = new TreeSet<>(table.entries().navigableKeySet());
      used.removeIf(number -> used(number) == null);
      numbers = Collections.unmodifiableNavigableSet(used);
    }
    return numbers;
  }

  /** The numbers of the objects in use that the other view has elsewhere or not at all. */
  List<Integer> elsewhere(PdfView other) {
    List<Integer> found = new ArrayList<>();
    for (int number : numbers()) {
      if (!samePlace(other, number)) {
        found.add(number);
      }
    }
    return found;
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
    XrefTable.Entry entry = used(ref.number());
    if (entry == null || entry.generation() != ref.generation()) {
      return PdfValue.NULL;
    }
    PdfView other = longer;
    if (other != null && shares(ref.number(), other)) {
      return other.object(ref);
    }
    Optional<PdfValue> known = cache.get(ref.number());
    if (known.isPresent()) {
      return known.get();
    }
    // An object that needs itself to be read, as its own stream's length, ends here.
    cache.put(ref.number(), ObjectCache.Entry.unreadable("refers to itself", Long.MAX_VALUE));
    ObjectCache.Entry loaded = load(ref.number(), entry);
    cache.put(ref.number(), loaded);
    return loaded.value();
  }

  /**
   * Whether the object is the same in the longer view: both have it at one place, and it hangs on
   * octets alone that both have. So does not what another object has a say in, as a stream's
   * /Length by reference, nor what cannot be read; an object stream is compared by what it holds
   * ({@link #samePlace}), and of another key there is no longer view.
   */
  private boolean shares(int number, PdfView other) {
    if (shared.get(number)) {
      return true;
    }
    if (!samePlace(other, number)) {
      return false;
    }
    other.object(number);
    boolean same = other.cache.reach(number) <= octets.end();
    shared.set(number, same);
    return same;
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
    if (entry(number).isEmpty()) {
      return 0;
    }
    return longer != null && shared.get(number) ? longer.ends(number) : cache.end(number);
  }

  /** What leads to the object in use under this number; generation 0 when there is none. */
  PdfValue.Ref reference(int number) {
    XrefTable.Entry entry = used(number);
    return new PdfValue.Ref(number, entry == null ? 0 : entry.generation());
  }

  private ObjectCache.Entry load(int number, XrefTable.Entry entry) {
    try {
      if (entry.kind() == XrefTable.Kind.PACKED) {
        return unpack(number, entry);
      }
      octets.untouched();
      Indirect found = indirectAt(entry.place());
      long reach = octets.reach();
      return found.number() == number && found.generation() == entry.detail()
          ? new ObjectCache.Entry(
              open(found.value(), new PdfValue.Ref(number, entry.generation())),
              found.weight(),
              found.end(),
              alone(found.value()) ? reach : Long.MAX_VALUE)
          : ObjectCache.Entry.unreadable(
              "another object is where object " + number + " is said to be",
              found.value() instanceof PdfValue.Stream ? Long.MAX_VALUE : found.end());
    } catch (MalformedPdf malformed) {
      if (malformed.exhausted()) {
        throw malformed;
      }
      return ObjectCache.Entry.unreadable("" + malformed.getMessage(), Long.MAX_VALUE);
    }
  }

  /** Whether no other object has a say in where the value ends. */
  private static boolean alone(PdfValue value) {
    return !(value instanceof PdfValue.Stream stream)
        || stream.dict().get("Length") instanceof PdfValue.Numeral;
  }

  /** Whether a string, encrypted as this object's, would hold zeros from {@code from} on. */
  boolean hidesZeros(Bytes string, int from, PdfValue.Ref object) {
    return decryption.filter(opening -> opening.hidesZeros(string, from, object)).isPresent();
  }

  /** Strings in object streams are encrypted with their stream and not once more (§7.6.2). */
  private PdfValue open(PdfValue value, PdfValue.Ref object) {
    return decryption.map(opening -> opening.open(value, object)).orElse(value);
  }

  private ObjectCache.Entry unpack(int number, XrefTable.Entry entry) {
    ObjectStream stream = unpacked(entry.place());
    int index = entry.detail();
    if (index >= stream.numbers().size() || stream.numbers().get(index) != number) {
      throw new MalformedPdf("object " + number + " is not where it is said to be in its stream");
    }
    PdfLexer in = stream.at(index);
    return new ObjectCache.Entry(in.value(), in.made(), 0, 0);
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
    return IndirectReader.at(this, place);
  }

  /** Whether both views hold the object at one place of octets that both share. */
  boolean samePlace(PdfView other, int number) {
    XrefTable.Entry entry = used(number);
    if (entry == null || !entry.equals(other.used(number))) {
      return false;
    }
    if (entry.kind() == XrefTable.Kind.PACKED) {
      return entry.place() <= Integer.MAX_VALUE
          && entry((int) entry.place()).filter(e -> e.kind() == XrefTable.Kind.PLAIN).isPresent()
          && samePlace(other, (int) entry.place())
          && packings.of(entry.place()).equals(other.packings.of(entry.place()));
    }
    return entry.place() < Math.min(octets.end(), other.octets.end());
  }
}
