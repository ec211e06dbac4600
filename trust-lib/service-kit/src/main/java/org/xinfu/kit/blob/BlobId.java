package org.xinfu.kit.blob;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * The address of a blob is its content: {@code sm3-} and 64 hex digits (GB/T 32905).
 *
 * @param value the whole address
 */
public record BlobId(String value) {
  public BlobId {
    if (!value.matches("sm3-[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a blob address: " + value);
    }
  }

  /** The address of this content. */
  public static BlobId of(Bytes content) {
    return new BlobId("sm3-" + Digests.sm3(content).toHex());
  }

  @Override
  public String toString() {
    return value;
  }
}
