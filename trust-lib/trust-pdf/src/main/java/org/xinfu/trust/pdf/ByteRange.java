package org.xinfu.trust.pdf;

/**
 * The two runs of octets that a signature covers, ISO 32000-2 §12.8.1: from 0 to the {@code <} of
 * /Contents, and from after its {@code >} to the end of the revision.
 *
 * @param gapStart offset of {@code <}
 * @param gapEnd offset after {@code >}
 * @param end offset after the last covered octet
 */
public record ByteRange(long gapStart, long gapEnd, long end) {
  public ByteRange {
    if (gapStart < 0 || gapEnd < gapStart + 2 || end < gapEnd) {
      throw new IllegalArgumentException("no byte range");
    }
  }
}
