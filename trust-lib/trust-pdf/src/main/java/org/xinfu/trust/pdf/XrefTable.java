package org.xinfu.trust.pdf;

import java.util.ArrayList;
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
  record Section(long at, int own, Map<Integer, Entry> entries, PdfValue.Dict trailer) {
    Section(long at, Map<Integer, Entry> entries, PdfValue.Dict trailer) {
      this(at, -1, entries, trailer);
    }
  }

  /** Collects sections, newest first. */
  static final class Builder {
    private final NavigableMap<Integer, Entry> entries = new TreeMap<>();
    private final NavigableMap<Long, Set<Integer>> superseded = new TreeMap<>();
    private final Set<Long> usurpers = new HashSet<>();
    private final Set<Packed> packed = new HashSet<>();
    private final List<Long> starts = new ArrayList<>();
    private final Set<Long> trailers = new HashSet<>();
    private final NavigableMap<Long, Long> parts = new TreeMap<>();
    private final Set<PdfValue> roots = new LinkedHashSet<>();
    private final Map<PdfValue, PdfValue> editions = new LinkedHashMap<>();
    private final List<String> oddities = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();
    private PdfValue.Dict trailer = PdfValue.Dict.EMPTY;
    private int highest = Integer.MAX_VALUE;

    void add(Section section) {
      if (starts.isEmpty()) {
        trailer = section.trailer();
        highest = section.entries().keySet().stream().max(Integer::compare).orElse(highest);
      } else if (!trailer.has("Root")) {
        trailer = under(trailer, section.trailer());
      }
      starts.add(section.at());
      if (section.trailer().has("Root")) {
        roots.add(section.trailer().get("Root"));
      }
      edition(section);
      section.entries().forEach(this::put);
    }

    /** Of entries that come twice LibreOffice may take any. */
    private void edition(Section section) {
      PdfValue.Dict its = section.trailer();
      Set<String> twice = its.repeated();
      if ((its.has(EDITIONS) || twice.contains(EDITIONS))
          && (its.has(CHECKSUM) || twice.contains(CHECKSUM))) {
        editions.put(its.get(CHECKSUM), its.get(EDITIONS));
        if (twice.contains(EDITIONS) || twice.contains(CHECKSUM)) {
          contradictions.add("the trailer at octet " + section.at() + " names documents twice");
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

    private void put(int number, Entry entry) {
      Entry newer = entries.putIfAbsent(number, entry);
      if (newer != null && entry.kind() == Kind.PLAIN && entry.place() != newer.place()) {
        superseded.computeIfAbsent(entry.place(), place -> new TreeSet<>()).add(number);
      }
      if (newer != null && entry.kind() == Kind.PACKED) {
        packed.add(new Packed(entry.place(), number));
      }
    }

    /**
     * A table with the stream that hides objects from old readers (§7.5.8.4): the table's word
     * counts, but what it calls free or does not list is looked up in the stream.
     */
    void addHybrid(Section table, Section hidden) {
      Map<Integer, Entry> merged = new HashMap<>(table.entries());
      hidden
          .entries()
          .forEach(
              (number, entry) -> {
                Entry open = merged.get(number);
                if (open == null || open.kind() == Kind.FREE) {
                  merged.put(number, entry);
                } else if (entry.kind() != Kind.FREE && !entry.equals(open)) {
                  contradictions.add("object " + number + " is in two places of a hybrid table");
                }
              });
      add(new Section(table.at(), merged, table.trailer()));
    }

    void trailer(long at) {
      trailers.add(at);
    }

    void part(long from, long to) {
      parts.put(from, to);
    }

    void usurpers(Set<Long> places) {
      usurpers.addAll(places);
    }

    void contradiction(String what) {
      contradictions.add(what);
    }

    void oddity(String what) {
      oddities.add(what);
    }

    void doubt(String what) {
      doubts.add(what);
    }

    XrefTable build() {
      return new XrefTable(
          entries,
          trailer,
          superseded,
          usurpers,
          packed,
          List.copyOf(starts),
          trailers,
          parts,
          roots,
          editions,
          highest,
          List.copyOf(oddities),
          List.copyOf(doubts),
          List.copyOf(contradictions));
    }
  }
}
