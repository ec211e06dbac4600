package org.xinfu.trust.log;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/** Checks proofs of RFC 9162 §2.1.3.2 and §2.1.4.2; anything odd about them is a no. */
public final class MerkleProof {
  private static final int LONGEST = 63;

  private MerkleProof() {}

  /** A tree as a checkpoint states it. */
  public record Head(long size, Bytes root) {}

  /** Whether the entry with this leaf hash is at {@code index} of the tree. */
  public static boolean includes(Hash hash, Bytes leaf, long index, List<Bytes> path, Head head) {
    if (index < 0 || index >= head.size() || odd(hash, path) || leaf.length() != hash.length()) {
      return false;
    }
    long fn = index;
    long sn = head.size() - 1;
    Bytes root = leaf;
    for (Bytes step : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        root = MerkleTree.node(hash, step, root);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        root = MerkleTree.node(hash, root, step);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && root.equals(head.root());
  }

  /** Whether the later tree only appends to the earlier one. */
  public static boolean extendsTree(Hash hash, Head earlier, Head later, List<Bytes> path) {
    if (earlier.size() < 1 || earlier.size() > later.size() || odd(hash, path)) {
      return false;
    }
    if (earlier.size() == later.size()) {
      return path.isEmpty() && earlier.root().equals(later.root());
    }
    boolean power = Long.bitCount(earlier.size()) == 1;
    if (path.isEmpty() && !power) {
      return false;
    }
    long fn = earlier.size() - 1;
    long sn = later.size() - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    // A power of two begins with its own root, which the proof then leaves out.
    Bytes first = power ? earlier.root() : path.get(0);
    Bytes fr = first;
    Bytes sr = first;
    for (Bytes step : path.subList(power ? 0 : 1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = MerkleTree.node(hash, step, fr);
        sr = MerkleTree.node(hash, step, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = MerkleTree.node(hash, sr, step);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && fr.equals(earlier.root()) && sr.equals(later.root());
  }

  private static boolean odd(Hash hash, List<Bytes> path) {
    return path.size() > LONGEST || path.stream().anyMatch(p -> p.length() != hash.length());
  }
}
