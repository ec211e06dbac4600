package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of cross-reference sections says of every object, the newest word first, ISO 32000-2
 * §7.5.4 and §7.5.8.
 *
 * @param entries by object number
 * @param trailer of the newest section
 * @param superseded where older sections say that objects begin which newer ones have elsewhere,
 *     and under which numbers
 * @param usurpers where cross-reference streams begin that bear another object's number ({@link
 *     OwnNumbers})
 * @param packed which objects older sections say are in which object streams, where newer ones have
 *     them elsewhere
 * @param starts where the sections begin, newest first
 * @param trailers where the trailers of tables begin
 * @param parts where all sections begin and end, those of hybrid tables' streams too
 * @param roots which catalogs the sections name
 * @param editions what the sections name that one office suite shows in the document's place, by
 *     checksum; the oldest of each, since copies of a trailer have the checksum of another place
 * @param highest of the numbers that the newest section lists
 * @param oddities what every reader forgives in the same way
 * @param doubts what readers may forgive in different ways
 * @param contradictions what is said in two ways
 */
record XrefTable(
    NavigableMap<Integer, Entry> entries,
    PdfValue.Dict trailer,
    NavigableMap<Long, Set<Integer>> superseded,
    Set<Long> usurpers,
    Set<Packed> packed,
    List<Long> starts,
    Set<Long> trailers,
    NavigableMap<Long, Long> parts,
    Set<PdfValue> roots,
    Map<PdfValue, PdfValue> editions,
    int highest,
    List<String> oddities,
    List<String> doubts,
    List<String> contradictions) {

  /** The same document in formats of an office suite (LibreOffice's hybrid files). */
  static final String EDITIONS = "AdditionalStreams";

  /** MD5 of the octets before the trailer; without it LibreOffice shows the pages. */
  private static final String CHECKSUM = "DocChecksum";

  private static final int MOST_LOW = 1 << 20;

  /** Where an object is. */
  enum Kind {
    FREE,
    PLAIN,
    PACKED
  }

  /**
   * One object's entry.
   *
   * @param place offset when PLAIN, number of the object stream when PACKED
   * @param detail generation when PLAIN or FREE, index in the stream when PACKED
   */
  record Entry(Kind kind, long place, int detail) {
    int generation() {
      return kind == Kind.PACKED ? 0 : detail;
    }
  }

  /** An object in an object stream. */
  record Packed(long stream, int number) {}

  /** The entries by their numbers, as far as these lie close together. */
  @Nullable Entry[] low() {
    long room = 1024 + 4L * entries.size();
    Integer last = entries.isEmpty() ? null : entries.floorKey((int) Math.min(room, MOST_LOW));
    @Nullable Entry[] low = new @Nullable Entry[last == null || last < 0 ? 0 : last + 1];
    entries.headMap(low.length).forEach((number, entry) -> low[number] = entry);
    return low;
  }

  /** How many objects and sections it tells of, older copies among them. */
  int size() {
    return entries.size() + superseded.size() + packed.size() + starts.size();
  }

  /** Whether some section says that this stream packs this object. */
  boolean packs(int stream, int number) {
    Entry newest = entries.get(number);
    return packed.contains(new Packed(stream, number))
        || (newest != null && newest.kind() == Kind.PACKED && newest.place() == stream);
  }

  /** Whether an older section has this object there, and a newer one elsewhere. */
  boolean superseded(long place, int number) {
    return superseded.getOrDefault(place, Set.of()).contains(number);
  }

  /**
   * Where older sections say that objects begin which newer ones have nearer to the file's start,
   * or nowhere, from a place on and before another.
   */
  List<Copy> behind(long from, long to) {
    return superseded.subMap(from, to).entrySet().stream()
        .flatMap(at -> at.getValue().stream().map(number -> new Copy(at.getKey(), number)))
        .filter(
            copy -> {
              Entry newest = Objects.requireNonNull(entries.get(copy.number()));
              return newest.kind() != Kind.PLAIN || newest.place() < copy.place();
            })
        .toList();
  }

  /** An object, and where a section says that it begins. */
  record Copy(long place, int number) {}

  /**
   * A section as read.
   *
   * @param own its number when it is a stream, negative when it is a table
   */
  record Section(long at, int own, NavigableMap<Integer, Entry> entries, PdfValue.Dict trailer) {
    Section(long at, NavigableMap<Integer, Entry> entries, PdfValue.Dict trailer) {
      this(at, -1, entries, trailer);
    }
  }

  /** Collects sections, newest first. */
  static final class Builder {
    private final Deque<NavigableMap<Integer, Entry>> told = new ArrayDeque<>();
    private final NavigableMap<Long, Set<Integer>> superseded = new TreeMap<>();
    private final Set<Long> usurpers = new HashSet<>();
    private final Set<Packed> packed = new HashSet<>();
    private final List<Long> starts = new ArrayList<>();
    private final Set<PdfValue> roots = new LinkedHashSet<>();
    private final Map<PdfValue, PdfValue> editions = new LinkedHashMap<>();
    private final XrefNotes notes = new XrefNotes();
    private PdfValue.Dict trailer = PdfValue.Dict.EMPTY;
    private int highest = Integer.MAX_VALUE;

    void add(Section section) {
      if (starts.isEmpty()) {
        trailer = section.trailer();
        highest = section.entries().isEmpty() ? highest : section.entries().lastKey();
      } else if (!trailer.has("Root")) {
        trailer = under(trailer, section.trailer());
      }
      starts.add(section.at());
      if (section.trailer().has("Root")) {
        roots.add(section.trailer().get("Root"));
      }
      edition(section);
      told.addFirst(section.entries());
    }

    /** Of entries that come twice LibreOffice may take any. */
    private void edition(Section section) {
      PdfValue.Dict its = section.trailer();
      Set<String> twice = its.repeated();
      if ((its.has(EDITIONS) || twice.contains(EDITIONS))
          && (its.has(CHECKSUM) || twice.contains(CHECKSUM))) {
        editions.put(its.get(CHECKSUM), its.get(EDITIONS));
        if (twice.contains(EDITIONS) || twice.contains(CHECKSUM)) {
          contradiction("the trailer at octet " + section.at() + " names documents twice");
        }
      }
    }

    /** Readers look for what a trailer leaves out in the one before; what it says counts. */
    private static PdfValue.Dict under(PdfValue.Dict newer, PdfValue.Dict older) {
      Map<String, PdfValue> both = new HashMap<>(older.entries());
      newer.entries().entrySet().stream()
          .filter(entry -> newer.has(entry.getKey()))
          .forEach(entry -> both.put(entry.getKey(), entry.getValue()));
      return new PdfValue.Dict(both, older.repeated());
    }

    /** The newest word on every number, and what is elsewhere by an older one. */
    private NavigableMap<Integer, Entry> settle() {
      List<Map.Entry<Integer, Entry>> older = new ArrayList<>();
      NavigableMap<Integer, Entry> entries =
          told.isEmpty() ? new TreeMap<>() : new TreeMap<>(told.removeFirst());
      for (Map<Integer, Entry> newer : told) {
        newer.forEach(
            (number, entry) -> {
              Entry before = entries.put(number, entry);
              if (before != null) {
                older.add(Map.entry(number, before));
              }
            });
      }
      older.forEach(one -> put(one.getKey(), one.getValue(), entries));
      return entries;
    }

    private void put(int number, Entry older, Map<Integer, Entry> newest) {
      Entry newer = Objects.requireNonNull(newest.get(number));
      if (older.kind() == Kind.PLAIN && older.place() != newer.place()) {
        superseded.computeIfAbsent(older.place(), place -> new TreeSet<>()).add(number);
      }
      if (older.kind() == Kind.PACKED) {
        packed.add(new Packed(older.place(), number));
      }
    }

    /**
     * A table with the stream that hides objects from old readers (§7.5.8.4): the table's word
     * counts, but what it calls free or does not list is looked up in the stream.
     */
    void addHybrid(Section table, Section hidden) {
      NavigableMap<Integer, Entry> merged = new TreeMap<>(table.entries());
      hidden
          .entries()
          .forEach(
              (number, entry) -> {
                Entry open = merged.get(number);
                if (open == null || open.kind() == Kind.FREE) {
                  merged.put(number, entry);
                } else if (entry.kind() != Kind.FREE && !entry.equals(open)) {
                  contradiction("object " + number + " is in two places of a hybrid table");
                }
              });
      add(new Section(table.at(), merged, table.trailer()));
    }

    void noted(XrefNotes more) {
      notes.add(more);
    }

    void usurpers(Set<Long> places) {
      usurpers.addAll(places);
    }

    void contradiction(String what) {
      notes.contradiction(what);
    }

    void oddity(String what) {
      notes.oddity(what);
    }

    void doubt(String what) {
      notes.doubt(what);
    }

    XrefTable build() {
      NavigableMap<Integer, Entry> entries = settle();
      return new XrefTable(
          entries,
          trailer,
          superseded,
          usurpers,
          packed,
          List.copyOf(starts),
          notes.trailers(),
          notes.parts(),
          roots,
          editions,
          highest,
          notes.oddities(),
          notes.doubts(),
          notes.contradictions());
    }
  }
}
