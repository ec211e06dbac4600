package org.xinfu.kit.blob;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/** Port: content-addressed octets. Writing the same content twice is one blob. */
public interface BlobStore {
  /**
   * Keeps the content durably before it returns.
   *
   * @throws org.xinfu.kit.pg.StoreUnavailable when it cannot
   */
  BlobId put(Bytes content);

  /**
   * The content, checked against its address; empty when it was never put.
   *
   * @throws org.xinfu.kit.pg.StoreUnavailable when it cannot be read or is not what was put
   */
  Optional<Bytes> get(BlobId id);

  /** Whether it was put; says nothing about its state. */
  boolean exists(BlobId id);
}
