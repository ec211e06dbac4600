package org.xinfu.trust.ofd;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RidingSeam;

/**
 * What to seal with, where and how.
 *
 * @param seal the SESeal (GB/T 38540), DER
 * @param stamps where the seal is shown whole; one signature covers them all
 * @param seams where it rides over the edges of all pages, of the same signature
 * @param protection whether further signatures may follow
 * @param time signing time, written as UTC to the second
 * @param provider ProviderName, the software or service that seals
 */
public record OfdSealRequest(
    Bytes seal,
    List<Stamp> stamps,
    List<RidingSeam> seams,
    Protection protection,
    Instant time,
    String provider) {
  public OfdSealRequest {
    stamps = List.copyOf(stamps);
    seams = List.copyOf(seams);
  }

  /** Without riding seams. */
  public OfdSealRequest(
      Bytes seal, List<Stamp> stamps, Protection protection, Instant time, String provider) {
    this(seal, stamps, List.of(), protection, time, provider);
  }

  /** The same with these riding seams. */
  public OfdSealRequest withSeams(List<RidingSeam> other) {
    return new OfdSealRequest(seal, stamps, other, protection, time, provider);
  }

  /**
   * One appearance of the seal in the size of its picture.
   *
   * @param page from 1
   * @param xMm left edge, millimetres from the page's left edge
   * @param yMm upper edge, millimetres from the page's upper edge
   */
  public record Stamp(int page, double xMm, double yMm) {
    /** The same place on each of the pages from {@code first} to {@code last}, both counted. */
    public static List<Stamp> onPages(int first, int last, double xMm, double yMm) {
      return IntStream.rangeClosed(first, last)
          .mapToObj(page -> new Stamp(page, xMm, yMm))
          .toList();
    }
  }

  /** Whether the list of signatures is protected too. */
  public enum Protection {
    /** No signature may follow: the list itself is protected. */
    WHOLE,
    /** Further signatures may be added behind this one. */
    CONTINUE,
    /**
     * As {@link #WHOLE}, and the integrity list OFDEntries.xml (GM/T 0099 D.1) names every file of
     * the package, signed by the same SM2 key: no file may follow ({@link OfdIntegrity}).
     */
    ENTRIES
  }
}
