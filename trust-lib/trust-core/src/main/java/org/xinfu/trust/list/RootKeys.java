package org.xinfu.trust.list;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;

/**
 * The keys that sign lists and how many of them it takes.
 *
 * @param keys SM2 keys, each once
 * @param threshold 1 to the number of keys
 */
public record RootKeys(List<VerificationKey> keys, int threshold) {
  public RootKeys {
    keys = List.copyOf(keys);
    long distinct = keys.stream().map(VerificationKey::encoded).distinct().count();
    if (!keys.stream().allMatch(RootKeys::sm2)) {
      throw new IllegalArgumentException("a root key that is not SM2");
    }
    if (threshold < 1 || threshold > keys.size() || distinct != keys.size()) {
      throw new IllegalArgumentException("threshold " + threshold + " of " + distinct + " keys");
    }
  }

  private static boolean sm2(VerificationKey key) {
    return key.algorithm() == SignatureAlgorithm.SM2_SM3;
  }

  /** The keys' octets, for comparing. */
  List<Bytes> encoded() {
    return keys.stream().map(VerificationKey::encoded).toList();
  }

  boolean same(RootKeys other) {
    return threshold == other.threshold && encoded().equals(other.encoded());
  }
}
