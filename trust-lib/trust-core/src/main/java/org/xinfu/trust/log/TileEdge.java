package org.xinfu.trust.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/**
 * The growing edge of a tree whose hashes lie in tiles of 256, C2SP tlog-tiles: the last tile of
 * each level, as far as it is filled. What it says when a tile is full is never said otherwise
 * again.
 */
public final class TileEdge {
  /** Hashes of a full tile. */
  public static final int WIDTH = 256;

  private final Hash hash;

  /** The lowest level first. */
  private final List<List<Bytes>> levels = new ArrayList<>();

  private long size;

  private TileEdge(Hash hash) {
    this.hash = hash;
  }

  /** Of an empty tree. */
  public static TileEdge empty(Hash hash) {
    return new TileEdge(hash);
  }

  /**
   * Goes on where {@link #partial} was read.
   *
   * @param partial the hashes of each level's last tile, the lowest level first; none where the
   *     last tile is full
   * @throws IllegalArgumentException when that is no edge of a tree of this size
   */
  public static TileEdge of(Hash hash, long size, List<List<Bytes>> partial) {
    TileEdge edge = new TileEdge(hash);
    edge.size = size;
    long count = size;
    for (List<Bytes> level : partial) {
      if (level.size() != count % WIDTH) {
        throw new IllegalArgumentException(level.size() + " hashes at the edge of " + size);
      }
      edge.levels.add(new ArrayList<>(level));
      count /= WIDTH;
    }
    if (count != 0) {
      throw new IllegalArgumentException("levels are missing at the edge of " + size);
    }
    return edge;
  }

  /**
   * A tile that is full and final.
   *
   * @param level 0 holds hashes of entries, each other the hashes of tiles one level below
   * @param number counted from 0 in its level
   */
  public record Full(int level, long number, List<Bytes> hashes) {
    public Full {
      hashes = List.copyOf(hashes);
    }
  }

  /**
   * Appends an entry.
   *
   * @param leaf its hash, as {@link MerkleTree#leaf} gives it
   * @return the tiles that it fills, the lowest first
   */
  public List<Full> append(Bytes leaf) {
    List<Full> full = new ArrayList<>();
    size++;
    Optional<Bytes> next = Optional.of(leaf);
    long number = size;
    for (int level = 0; next.isPresent(); level++) {
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<Bytes> tile = levels.get(level);
      tile.add(next.get());
      next = Optional.empty();
      if (tile.size() == WIDTH) {
        number /= WIDTH;
        full.add(new Full(level, number - 1, tile));
        next = Optional.of(MerkleTree.over(hash, tile));
        tile.clear();
      }
    }
    return full;
  }

  public long size() {
    return size;
  }

  /** The hashes of each level's last tile, the lowest level first; none where it is full. */
  public List<List<Bytes>> partial() {
    return levels.stream().map(List::copyOf).toList();
  }

  /** Size and root as they are now: what a level lacks at its right is the edge of those below. */
  public MerkleProof.Head head() {
    List<Bytes> below = List.of();
    for (List<Bytes> level : levels) {
      List<Bytes> nodes = new ArrayList<>(level);
      nodes.addAll(below);
      below = nodes.isEmpty() ? List.of() : List.of(MerkleTree.over(hash, nodes));
    }
    return new MerkleProof.Head(size, below.isEmpty() ? hash.of(Bytes.empty()) : below.get(0));
  }
}
