package org.xinfu.trust;

/**
 * Limits on hostile XML signatures, a part of {@link TrustPolicy.Budgets}; what exceeds one is
 * INDETERMINATE {@code budget-exceeded}, since genuine files of any size exist.
 *
 * @param octets largest document, as it becomes a tree in memory
 * @param tags most {@code <} characters, which bounds the nodes of that tree
 * @param attributes most attributes of one element
 * @param references most references of one signature, its manifests included
 * @param transforms most transforms of one reference
 * @param canonicalOctets most octets that all references of a document may canonicalise to; of a
 *     small document fewer, see {@link #allowance}
 */
public record XmlLimits(
    long octets, int tags, int attributes, int references, int transforms, long canonicalOctets) {
  private static final long FLOOR = 32L << 20;
  private static final int TIMES = 16;

  /**
   * @throws IllegalArgumentException when a number is not above 0 (which readers of XML take for no
   *     limit), or {@code octets} are more than an array holds
   */
  public XmlLimits {
    if (Math.min(octets, canonicalOctets) < 1
        || Math.min(Math.min(tags, attributes), Math.min(references, transforms)) < 1
        || octets > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("no limit on XML is below 1 or beyond an array");
    }
  }

  /**
   * 64 MiB, a million tags, 1000 attributes, 1000 references of 5 transforms, 256 MiB
   * canonicalised. Genuine signatures over all parts of a file have hundreds of references; what
   * they cost together is bounded by the octets.
   */
  public static XmlLimits standard() {
    return new XmlLimits(64L << 20, 1_000_000, 1_000, 1_000, 5, 256L << 20);
  }

  /**
   * How many octets may be canonicalised for content of this length: 32 MiB and sixteen times the
   * length, {@link #canonicalOctets} at most.
   */
  public long allowance(long length) {
    return Math.min(canonicalOctets, FLOOR + TIMES * length);
  }

  /** The same with another number of references. */
  public XmlLimits withReferences(int most) {
    return new XmlLimits(octets, tags, attributes, most, transforms, canonicalOctets);
  }
}
