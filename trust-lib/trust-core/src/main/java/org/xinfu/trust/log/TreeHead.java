package org.xinfu.trust.log;

import java.util.ArrayDeque;
import java.util.Deque;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/**
 * The head of a growing tree of RFC 9162 §2.1.1, which keeps no entry: one hash for each bit of its
 * size. For logs of which only the head is asked.
 */
public final class TreeHead {
  private final Hash hash;

  /** Roots of the full subtrees, the smallest and latest first. */
  private final Deque<Bytes> roots = new ArrayDeque<>();

  private long size;

  /** Of an empty tree. */
  public TreeHead(Hash hash) {
    this.hash = hash;
  }

  /** Appends an entry. */
  public void append(Bytes entry) {
    Bytes node = MerkleTree.leaf(hash, entry);
    for (long full = size; (full & 1) == 1; full >>= 1) {
      node = MerkleTree.node(hash, roots.pop(), node);
    }
    roots.push(node);
    size++;
  }

  public long size() {
    return size;
  }

  /** Size and root as they are now. */
  public MerkleProof.Head head() {
    Bytes root = null;
    for (Bytes full : roots) {
      root = root == null ? full : MerkleTree.node(hash, full, root);
    }
    return new MerkleProof.Head(size, root == null ? hash.of(Bytes.empty()) : root);
  }
}
