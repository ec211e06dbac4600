package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What no table lists and a reader finds that rebuilds the table. All of it is looked for once,
 * however many signatures ask: by its place, each takes what lies before or behind its revision.
 */
final class RebuiltTable {
  private final PdfView view;
  private final NavigableSet<Long> ends = new TreeSet<>();
  private @Nullable NavigableMap<Long, Integer> unlisted;
  private @Nullable NavigableMap<Long, Integer> copies;
  private @Nullable NavigableSet<Long> strays;
  private @Nullable NavigableSet<Long> trailers;
  private @Nullable List<XrefTable.Packed> packed;
  private @Nullable List<String> vain;
  private @Nullable Set<Integer> named;
  private final Beginnings beginnings;
  private final Map<Integer, Boolean> plain = new HashMap<>();
  private final Map<Integer, Writing> writings = new HashMap<>();

  RebuiltTable(PdfView view) {
    this.view = view;
    this.beginnings = new Beginnings(view);
  }

  /** Says where a signed revision ends. One that is named later makes the search begin anew. */
  void ends(long end) {
    if (ends.add(end)) {
      unlisted = null;
      strays = null;
    }
  }

  /** Objects that are written behind a revision and that no table lists there, by their place. */
  NavigableMap<Long, Integer> unlisted(long from) {
    ends(from);
    if (unlisted == null) {
      unlisted = UnlistedObjects.behind(view, ends.first(), this::named);
    }
    return unlisted.tailMap(from, true);
  }

  /**
   * Objects anywhere in the file that no table lists, by their place, of numbers that are in use
   * elsewhere or named in vain, and catalogs and tables of any number; the first {@link
   * UnlistedObjects#MOST_COPIES} of them.
   */
  NavigableMap<Long, Integer> copies() {
    if (copies == null) {
      copies = UnlistedObjects.copies(view, this::named);
    }
    return copies;
  }

  /** Octets behind a revision that belong to nothing; some of many, but never none of them. */
  NavigableSet<Long> strays(long from) {
    ends(from);
    if (strays == null) {
      strays = new StrayOctets(view).behind(ends);
    }
    return strays.tailSet(from, true);
  }

  /** Trailers anywhere that are of no section; the first of many, and always the last. */
  NavigableSet<Long> trailers() {
    if (trailers == null) {
      trailers = new StrayOctets(view).trailers();
    }
    return trailers;
  }

  /**
   * What object streams pack and no section says they do, of the same numbers, and catalogs; the
   * first {@link UnlistedObjects#MOST_COPIES} of it.
   */
  List<XrefTable.Packed> packed() {
    if (packed == null) {
      packed = UnlistedObjects.packed(view, this::named);
    }
    return packed;
  }

  /** Catalogs, tables and streams of objects that sections list or listed and nobody needs. */
  Beginnings beginnings() {
    return beginnings;
  }

  /** Whether some object names this number, looked for when one is asked for. */
  private boolean named(int number) {
    if (named == null) {
      named = UnlistedObjects.named(view);
    }
    return named.contains(number);
  }

  /** What may make readers rebuild that then lose what is packed ({@link VainReferences}). */
  Optional<String> vain() {
    if (vain == null) {
      vain = VainReferences.losing(view).stream().toList();
    }
    return vain.stream().findFirst();
  }

  /**
   * Whether an object stream reads alike everywhere ({@link PlainPacking}).
   *
   * @throws MalformedPdf when it cannot be read
   */
  boolean plain(int number, PdfValue.Stream stream) {
    Boolean known = plain.get(number);
    if (known == null) {
      known = PlainPacking.of(view, stream);
      plain.put(number, known);
    }
    return known;
  }

  /** How an object in use is written. */
  Writing writing(int number) {
    Writing known = writings.get(number);
    if (known == null) {
      known = Writing.of(view, number);
      writings.put(number, known);
    }
    return known;
  }
}
