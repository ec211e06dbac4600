package org.xinfu.trust.facts;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.key.Hash;

/**
 * A document that remembers what is read of it, in whole blocks. Nothing is read twice, so that a
 * file which changes meanwhile is recorded, and judged, as it was seen.
 */
final class RecordingSource implements DocumentSource {
  private static final int BLOCK = Recording.BLOCK;
  private final DocumentSource source;
  private final long length;
  private final long most;
  private final NavigableMap<Long, Bytes> blocks = new TreeMap<>();
  private final Map<String, Bytes> derived = new TreeMap<>();
  private long held;
  private boolean tooMuch;

  /** Remembers no more than {@code most} octets; beyond, there is no recording. */
  RecordingSource(DocumentSource source, long most) {
    this.source = source;
    this.length = source.length();
    this.most = most;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Bytes read(long offset, int count) {
    long from = Math.min(offset, length);
    long to = Math.min(from + count, length);
    long last = to == from ? from / BLOCK : (to - 1) / BLOCK + 1;
    remember(from / BLOCK, last);
    if (tooMuch) {
      return source.read(offset, count);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(to - from));
    for (long block = from / BLOCK; block < last; block++) {
      Bytes octets = Objects.requireNonNull(blocks.get(block));
      int begin = (int) Math.max(0, from - block * BLOCK);
      int end = (int) Math.min(BLOCK, to - block * BLOCK);
      out.writeBytes(octets.slice(begin, end).toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  /** Reads the blocks that are not there yet, neighbours together. */
  private void remember(long first, long last) {
    for (long block = first; block < last && !tooMuch; ) {
      long stop = block;
      while (stop < last && !blocks.containsKey(stop)) {
        stop++;
      }
      if (stop > block) {
        fetch(block, stop);
      }
      block = stop + 1;
    }
  }

  private void fetch(long first, long stop) {
    int count = Math.toIntExact(Math.min(stop * BLOCK, length) - first * BLOCK);
    held += count;
    if (held > most) {
      tooMuch = true;
      blocks.clear();
      return;
    }
    Bytes octets = source.read(first * BLOCK, count);
    if (octets.length() != count) {
      throw new UncheckedIOException(new EOFException("the document became shorter meanwhile"));
    }
    for (long block = first; block < stop; block++) {
      int at = (int) ((block - first) * BLOCK);
      blocks.put(block, octets.slice(at, Math.min(at + BLOCK, count)));
    }
  }

  /** Whoever does not ask by {@link #derive} has every octet recorded. */
  @Override
  public InputStream stream() {
    return new PieceStream(this);
  }

  @Override
  public Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
    Bytes known = derived.get(what);
    if (known == null) {
      known = computation.apply(source);
      derived.put(what, known);
    }
    return known;
  }

  /**
   * What was read so far; empty when it was more than may be remembered.
   *
   * @throws UncheckedIOException when the document changed meanwhile
   */
  Optional<Recording> recording() {
    Bytes digest = Bytes.hex(sha256());
    if (tooMuch) {
      return Optional.empty();
    }
    List<Recording.Run> runs = runs();
    boolean whole = length == held;
    if (whole
        && !Hash.SHA256.of(runs.isEmpty() ? Bytes.empty() : runs.get(0).octets()).equals(digest)) {
      throw new UncheckedIOException(new EOFException("the document changed meanwhile"));
    }
    Map<String, Bytes> answers = new TreeMap<>(derived);
    answers.keySet().removeIf(what -> whole || what.equals(Hash.SHA256.name()));
    return Optional.of(new Recording(length, digest, runs, answers));
  }

  private List<Recording.Run> runs() {
    List<Recording.Run> runs = new ArrayList<>();
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    long begin = 0;
    for (Map.Entry<Long, Bytes> block : blocks.entrySet()) {
      long at = block.getKey() * BLOCK;
      if (begin + run.size() != at && run.size() > 0) {
        runs.add(new Recording.Run(begin, Bytes.of(run.toByteArray())));
        run.reset();
      }
      begin = run.size() == 0 ? at : begin;
      run.writeBytes(block.getValue().toArray());
    }
    if (run.size() > 0) {
      runs.add(new Recording.Run(begin, Bytes.of(run.toByteArray())));
    }
    return runs;
  }
}
