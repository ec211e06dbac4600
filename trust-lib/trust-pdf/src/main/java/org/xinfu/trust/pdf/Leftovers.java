package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What the signed octets hold beside the document: older or other copies of its objects that no
 * table leads to. Nobody sees them while tables are believed. An update can be written so that some
 * reader does not believe them and rebuilds: it would show what nobody saw who signed.
 */
final class Leftovers {
  private static final int MOST = 100;
  private static final int LONGEST_LITTER = 128;

  /** Heads of objects with nothing behind them but the opening of a dictionary. */
  private static final Pattern LITTER =
      Pattern.compile(
          "[1-9]\\d{0,6} 0 obj\\s*(<</?\\s*)?"
              + "(endstream\\s+endobj\\s+[1-9]\\d{0,6} 0 obj\\s*(<</?\\s*)?)*");

  private final PdfView then;
  private final PdfView now;
  private final RevisionChanges changes;
  private final NavigableMap<Long, Long> attached = new TreeMap<>();

  /** Streams that are no attached files. */
  private final NavigableMap<Long, Long> others = new TreeMap<>();

  private @Nullable Boolean intact;

  Leftovers(PdfView then, PdfView now, RevisionChanges changes) {
    this.then = then;
    this.now = now;
    this.changes = changes;
  }

  /** Doubts what came later where there are any. */
  void judge() {
    long end = then.octets().end();
    NavigableMap<Long, Integer> copies = now.rebuilt().copies();
    if (!copies.headMap(end).isEmpty() || !now.rebuilt().trailers().headSet(end).isEmpty()) {
      attach();
    }
    copies.headMap(end).entrySet().stream()
        .filter(copy -> !data(copy.getKey()))
        .filter(copy -> wins(copy.getKey(), copy.getValue()))
        .limit(MOST)
        .forEach(this::doubt);
    if (copies.size() == UnlistedObjects.MOST_COPIES && copies.lastKey() < end) {
      doubt("more objects after octet " + copies.lastKey());
    }
    for (long trailer : now.rebuilt().trailers().headSet(end)) {
      if (!data(trailer)) {
        changes.add("trailer-stray", "octet " + trailer, Weight.DOUBTFUL);
      }
    }
    NavigableSet<Long> trailers = now.rebuilt().trailers();
    if (trailers.size() == StrayOctets.MOST_TRAILERS
        && trailers.headSet(end).size() >= StrayOctets.MOST_TRAILERS - 1) {
      changes.add("trailer-stray", "more than octet " + trailers.first(), Weight.DOUBTFUL);
    }
    now.table().behind(0, end).stream()
        .filter(copy -> copy.place() > written(copy.number()))
        .limit(MOST)
        .forEach(copy -> doubt(Map.entry(copy.place(), copy.number())));
    judgePacked();
    judgeBeginnings();
  }

  /**
   * A file that is attached uncompressed and is itself a PDF (§7.11.4) holds objects and a trailer
   * of its own. Acrobat saves streams anew with the beginning of what came behind them when they
   * were shorter. In a file that no reader has to rebuild they are what they are said to be.
   */
  private void attach() {
    Set<PdfValue.Ref> specified = new AttachedFiles(then).specified();
    for (int number : then.numbers()) {
      if (then.object(number) instanceof PdfValue.Stream stream
          && stream.dict().get("Length") instanceof PdfValue.Numeral
          && then.samePlace(now, number)) {
        boolean file =
            stream.dict().name("Type").filter("EmbeddedFile"::equals).isPresent()
                || (!stream.dict().has("Type") && specified.contains(then.reference(number)));
        boolean plain = file && !stream.dict().has("Filter");
        (plain ? attached : others).put(stream.from(), stream.to());
      }
    }
  }

  /** Whether what is there is data, and no reader has a reason to take it for more. */
  private boolean data(long place) {
    return (attached(place) || litter(place)) && intact();
  }

  private boolean intact() {
    if (intact == null) {
      intact = IntactFile.of(then, now);
    }
    return intact;
  }

  private boolean attached(long place) {
    Map.Entry<Long, Long> stream = attached.floorEntry(place);
    return stream != null && place < stream.getValue();
  }

  /** Whether nothing but heads of objects stands from there to the end of a stream. */
  private boolean litter(long place) {
    Map.Entry<Long, Long> stream = others.floorEntry(place);
    return stream != null
        && place < stream.getValue()
        && stream.getValue() - place <= LONGEST_LITTER
        && Octets.white(now.octets().at(place - 1))
        && LITTER.matcher(latin(now.octets().slice(place, stream.getValue()))).matches();
  }

  private static String latin(Bytes octets) {
    return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
  }

  /**
   * Object streams that were signed pack, beside what tables lead to, what is elsewhere. Readers
   * that rebuild let it count more than what is written plainly, before it or behind it.
   */
  private void judgePacked() {
    List<XrefTable.Packed> packed = now.rebuilt().packed();
    packed.stream()
        .filter(one -> then.samePlace(now, (int) one.stream()))
        .limit(MOST)
        .forEach(this::doubt);
    if (packed.size() == UnlistedObjects.MOST_COPIES) {
      doubt("more objects in object streams");
    }
  }

  /**
   * Catalogs that the trailer does not name, what was freed, and older copies that are packed count
   * where a table is rebuilt. Genuine files have such among what was signed: it is doubted where
   * the trailer that came later is one that readers rebuild for.
   */
  private void judgeBeginnings() {
    Beginnings beginnings = now.rebuilt().beginnings();
    boolean broken = broken(now.trailer());
    now.numbers().stream()
        .filter(number -> broken || then.entry(number).isEmpty())
        .filter(number -> beginnings.catalog(number) && !intact())
        .limit(MOST)
        .forEach(number -> doubt("catalog " + number));
    // PDF.js begins with the first trailer that leads to pages.
    now.table().roots().stream()
        .filter(root -> !leadsAlike(now.dict(root)) && !intact())
        .limit(MOST)
        .forEach(
            root -> changes.add("trailer-stray", "an older catalog: " + root, Weight.DOUBTFUL));
    beginnings.freed().entrySet().stream()
        .filter(one -> broken || one.getKey() >= then.octets().end())
        .filter(one -> !intact())
        .limit(MOST)
        .forEach(this::doubt);
    then.table().packed().stream()
        .filter(one -> broken && outlives(one) && !intact())
        .limit(MOST)
        .forEach(this::doubt);
  }

  /** Whether an older catalog has the pages and the layers of the one that the trailer names. */
  private boolean leadsAlike(PdfValue.Dict catalog) {
    return Stream.of("Pages", "OCProperties")
        .allMatch(key -> PdfValue.alike(catalog.get(key), now.catalog().get(key)));
  }

  /** Whether an older copy counts that is packed: streams of higher numbers are read later. */
  private boolean outlives(XrefTable.Packed older) {
    return then.entry(older.number())
        .filter(newer -> newer.kind() == XrefTable.Kind.PLAIN || newer.place() < older.stream())
        .isPresent();
  }

  /** Whether it does not say how many objects there are, or names one that is not there. */
  private boolean broken(PdfValue.Dict trailer) {
    return !(trailer.get("Size") instanceof PdfValue.Numeral)
        || trailer.entries().values().stream()
            .anyMatch(
                value -> value instanceof PdfValue.Ref ref && now.entry(ref.number()).isEmpty());
  }

  /**
   * Whether it counts for readers that rebuild: the last copy, or the one of the highest
   * generation. Of numbers that were not in use, those that lead to something, and what a reader
   * begins with.
   */
  private boolean wins(long place, int number) {
    Optional<XrefTable.Entry> entry = then.entry(number).or(() -> now.entry(number));
    if (entry.isEmpty() || place >= written(number)) {
      return true;
    }
    PdfLexer in = new PdfLexer(now.octets(), place);
    boolean plain = in.whole() == number;
    long generation = plain ? in.whole() : -1;
    return generation < 0
        || generation > entry.get().generation()
        || (then.entry(number).isEmpty() && Beginnings.at(now, place));
  }

  /** Where the signed revision has the object, or the stream that packs it. */
  private long written(int number) {
    return then.entry(number)
        .flatMap(
            e -> e.kind() == XrefTable.Kind.PACKED ? then.entry((int) e.place()) : Optional.of(e))
        .map(XrefTable.Entry::place)
        .orElse(Long.MAX_VALUE);
  }

  private void doubt(XrefTable.Packed copy) {
    doubt("object " + copy.number() + " in object " + copy.stream());
  }

  private void doubt(Map.Entry<Long, Integer> copy) {
    doubt("object " + copy.getValue() + " at octet " + copy.getKey());
  }

  private void doubt(String path) {
    changes.add("object-unlisted", path, Weight.DOUBTFUL);
  }
}
