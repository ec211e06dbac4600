package org.xinfu.trust.facts;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.key.Hash;

/**
 * What was read of one document.
 *
 * @param length of the document, in octets
 * @param sha256 of the document, 32 octets
 * @param runs what was read, ascending, one run wherever octets follow each other
 * @param derived answers of {@link DocumentSource#derive} by name; none when the runs are the whole
 *     document, since they then say all of it themselves
 */
record Recording(long length, Bytes sha256, List<Run> runs, Map<String, Bytes> derived) {
  /** Runs begin at multiples of this and end at one, or at the end of the document. */
  static final int BLOCK = 4096;

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ANSWER = 64;

  /** Octets from {@code at} on. */
  record Run(long at, Bytes octets) {
    long end() {
      return at + octets.length();
    }
  }

  /**
   * @throws IllegalArgumentException when the parts contradict each other or could be written
   *     another way
   */
  Recording {
    runs = List.copyOf(runs);
    derived = new TreeMap<>(derived);
    require(length >= 0, "a length below nothing");
    require(sha256.length() == Hash.SHA256.length(), "a SHA-256 has 32 octets");
    long last = -1;
    for (Run run : runs) {
      require(run.at() > last && run.at() % BLOCK == 0, "runs touch, overlap or are out of order");
      require(run.octets().length() > 0 && run.end() <= length, "a run outside the document");
      require(run.end() == length || run.end() % BLOCK == 0, "a run that ends anywhere");
      last = run.end();
    }
    derived.forEach(
        (name, answer) ->
            require(
                name.length() <= LONGEST_NAME
                    && answer.length() > 0
                    && answer.length() <= LONGEST_ANSWER,
                "an answer that is none"));
    if (whole(length, runs)) {
      Bytes octets = runs.isEmpty() ? Bytes.empty() : runs.get(0).octets();
      require(Hash.SHA256.of(octets).equals(sha256), "the octets are not those of the digest");
      require(derived.isEmpty(), "answers beside the whole document");
    }
    require(!derived.containsKey(Hash.SHA256.name()), "the digest stands twice");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether every octet of the document is there. */
  boolean whole() {
    return whole(length, runs);
  }

  private static boolean whole(long length, List<Run> runs) {
    return length == 0 || (runs.size() == 1 && runs.get(0).octets().length() == length);
  }

  NavigableMap<Long, Bytes> byPlace() {
    NavigableMap<Long, Bytes> places = new TreeMap<>();
    runs.forEach(run -> places.put(run.at(), run.octets()));
    return places;
  }
}
