package org.xinfu.trust.log;

import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/**
 * Roots and proofs of RFC 9162 §2.1 from hashes that lie in tiles, C2SP tlog-tiles. Of any size up
 * to that of the log: what a tile held first it holds for ever.
 */
public final class TiledTree {
  private static final int HEIGHT = 8;

  private final Hash hash;
  private final Tiles tiles;

  public TiledTree(Hash hash, Tiles tiles) {
    this.hash = hash;
    this.tiles = tiles;
  }

  /** Port: where the tiles are. */
  @FunctionalInterface
  public interface Tiles {
    /** The hashes of a tile, as many as it has by now. */
    List<Bytes> hashes(int level, long number);
  }

  /** The tree hash of the first {@code size} entries. */
  public Bytes root(long size) {
    return size == 0 ? hash.of(Bytes.empty()) : range(0, size);
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
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long split = from + split(to - from);
      if (index < split) {
        path.add(0, range(split, to));
        to = split;
      } else {
        path.add(0, range(from, split));
        from = split;
      }
    }
    return path;
  }

  /**
   * §2.1.4.1: that the first {@code earlier} entries begin the first {@code later}.
   *
   * @throws IllegalArgumentException when the sizes cannot be so
   */
  public List<Bytes> consistency(long earlier, long later) {
    if (earlier < 1 || earlier > later) {
      throw new IllegalArgumentException("from " + earlier + " to " + later);
    }
    List<Bytes> path = new ArrayList<>();
    long from = 0;
    long to = later;
    while (earlier < to) {
      long split = from + split(to - from);
      if (earlier <= split) {
        path.add(0, range(split, to));
        to = split;
      } else {
        path.add(0, range(from, split));
        from = split;
      }
    }
    // A whole tree that begins the later one is known to who asks, and left out.
    if (from > 0) {
      path.add(0, range(from, to));
    }
    return path;
  }

  /** Of entries that stand below one node of the tree, or are its right edge. */
  private Bytes range(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      return full(Long.numberOfTrailingZeros(count), from);
    }
    long split = from + split(count);
    return MerkleTree.node(hash, range(from, split), range(split, to));
  }

  /** The full subtree of 2^height entries from {@code from} on. */
  private Bytes full(int height, long from) {
    int level = height / HEIGHT;
    int nodes = 1 << (height % HEIGHT);
    long first = from >> (level * HEIGHT);
    int offset = (int) (first % TileEdge.WIDTH);
    List<Bytes> hashes = tiles.hashes(level, first / TileEdge.WIDTH);
    return MerkleTree.over(hash, hashes.subList(offset, offset + nodes));
  }

  /** The largest power of two below {@code count}. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
