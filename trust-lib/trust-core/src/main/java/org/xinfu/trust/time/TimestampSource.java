package org.xinfu.trust.time;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.ContentDigest;

/** Port: somewhere that stamps digests. The library itself opens no connection. */
@FunctionalInterface
public interface TimestampSource {
  /**
   * A TimeStampToken over {@code imprint}, DER; Invalid when the authority refuses or answers
   * something else.
   *
   * @throws org.xinfu.trust.key.VaultException when the way to the authority fails
   */
  Verdict<Bytes> stamp(ContentDigest digest, Bytes imprint);
}
