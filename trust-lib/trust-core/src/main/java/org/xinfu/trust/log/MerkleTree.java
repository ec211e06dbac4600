package org.xinfu.trust.log;

import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/**
 * An append-only Merkle tree in memory, RFC 9162 §2.1: for making and checking proofs, not for
 * keeping a log.
 */
public final class MerkleTree {
  private static final Bytes LEAF = Bytes.hex("00");
  private static final Bytes NODE = Bytes.hex("01");

  private final Hash hash;
  private final List<Bytes> leaves = new ArrayList<>();

  /** An empty tree. */
  public MerkleTree(Hash hash) {
    this.hash = hash;
  }

  /** §2.1.1: the hash of one entry. */
  public static Bytes leaf(Hash hash, Bytes entry) {
    return hash.of(LEAF.concat(entry));
  }

  static Bytes node(Hash hash, Bytes left, Bytes right) {
    return hash.of(NODE.concat(left).concat(right));
  }

  /** The root over nodes that stand side by side at one level; there is at least one. */
  static Bytes over(Hash hash, List<Bytes> nodes) {
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    int split = split(nodes.size());
    return node(
        hash, over(hash, nodes.subList(0, split)), over(hash, nodes.subList(split, nodes.size())));
  }

  /** Appends an entry; returns its index. */
  public long append(Bytes entry) {
    leaves.add(leaf(hash, entry));
    return leaves.size() - 1L;
  }

  public long size() {
    return leaves.size();
  }

  /** The tree hash of the first {@code size} entries. */
  public Bytes root(long size) {
    return root(0, within(size));
  }

  /**
   * §2.1.3.1: that the entry at {@code index} is among the first {@code size}.
   *
   * @throws IllegalArgumentException when it is not
   */
  public List<Bytes> inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("entry " + index + " of " + size);
    }
    List<Bytes> path = new ArrayList<>();
    inclusion((int) index, 0, within(size), path);
    return path;
  }

  /** §2.1.4.1: that the first {@code earlier} entries begin the first {@code later}. */
  public List<Bytes> consistency(long earlier, long later) {
    if (earlier < 1 || earlier > later) {
      throw new IllegalArgumentException("from " + earlier + " to " + later);
    }
    List<Bytes> path = new ArrayList<>();
    if (earlier < later) {
      consistency((int) earlier, 0, within(later), path, true);
    }
    return path;
  }

  private int within(long size) {
    if (size < 0 || size > leaves.size()) {
      throw new IllegalArgumentException("size " + size + " of " + leaves.size());
    }
    return (int) size;
  }

  private Bytes root(int from, int to) {
    int count = to - from;
    if (count == 0) {
      return hash.of(Bytes.empty());
    }
    if (count == 1) {
      return leaves.get(from);
    }
    int split = from + split(count);
    return node(hash, root(from, split), root(split, to));
  }

  private void inclusion(int index, int from, int to, List<Bytes> path) {
    if (to - from == 1) {
      return;
    }
    int split = from + split(to - from);
    if (index < split) {
      inclusion(index, from, split, path);
      path.add(root(split, to));
    } else {
      inclusion(index, split, to, path);
      path.add(root(from, split));
    }
  }

  private void consistency(int earlier, int from, int to, List<Bytes> path, boolean whole) {
    if (earlier == to) {
      if (!whole) {
        path.add(root(from, to));
      }
      return;
    }
    int split = from + split(to - from);
    if (earlier <= split) {
      consistency(earlier, from, split, path, whole);
      path.add(root(split, to));
    } else {
      consistency(earlier, split, to, path, false);
      path.add(root(from, split));
    }
  }

  /** The largest power of two below {@code count}. */
  private static int split(int count) {
    return Integer.highestOneBit(count - 1);
  }
}
