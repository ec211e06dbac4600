package org.xinfu.trust.facts;

import java.io.EOFException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.key.Hash;

/**
 * A document as far as it was recorded. What was not recorded cannot be read; that it was asked for
 * is remembered, since a parser may take the failure for one of the document.
 */
final class ReplayedSource implements DocumentSource {
  private final Recording recording;
  private final NavigableMap<Long, Bytes> runs;
  private Optional<String> missing = Optional.empty();

  ReplayedSource(Recording recording) {
    this.recording = recording;
    this.runs = recording.byPlace();
  }

  @Override
  public long length() {
    return recording.length();
  }

  @Override
  public Bytes read(long offset, int count) {
    long from = Math.min(offset, length());
    long to = Math.min(from + count, length());
    if (from == to) {
      return Bytes.empty();
    }
    Map.Entry<Long, Bytes> run = runs.floorEntry(from);
    long begin = run == null ? 0 : run.getKey();
    if (run == null || to > begin + run.getValue().length()) {
      String what = "octets " + from + " to " + to;
      missing = missing.or(() -> Optional.of(what));
      throw new UncheckedIOException(new EOFException(what + " were not recorded"));
    }
    return run.getValue().slice((int) (from - begin), (int) (to - begin));
  }

  @Override
  public InputStream stream() {
    return new PieceStream(this);
  }

  @Override
  public Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
    if (what.equals(Hash.SHA256.name())) {
      return recording.sha256();
    }
    Bytes known = recording.derived().get(what);
    return known == null ? computation.apply(this) : known;
  }

  /** What was asked for and not recorded; the first of it. */
  Optional<String> missing() {
    return missing;
  }
}
