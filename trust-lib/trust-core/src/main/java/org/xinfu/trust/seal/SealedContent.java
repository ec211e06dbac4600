package org.xinfu.trust.seal;

import java.time.Instant;
import org.xinfu.trust.Bytes;

/**
 * What is signed with a seal, GB/T 38540 TBS_Sign.
 *
 * @param seal DER SESeal
 * @param contentDigest SM3 of the protected octets, 32 octets
 * @param propertyInfo what is protected, ASCII; for OFD the absolute path of Signature.xml
 * @param time when it is signed; cut to whole seconds
 */
public record SealedContent(Bytes seal, Bytes contentDigest, String propertyInfo, Instant time) {
  public SealedContent {
    if (contentDigest.length() != 32) {
      throw new IllegalArgumentException("an SM3 digest has 32 octets");
    }
    if (!propertyInfo.chars().allMatch(c -> c < 0x80)) {
      throw new IllegalArgumentException("propertyInfo is ASCII");
    }
  }
}
