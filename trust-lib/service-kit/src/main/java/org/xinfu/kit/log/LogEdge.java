package org.xinfu.kit.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.TileEdge;

/** The growing edge of both trees, with the numbers of the rows in its lowest tile. */
final class LogEdge {
  private final TileEdge sha256;
  private final TileEdge sm3;
  private final List<Long> ids;

  private LogEdge(TileEdge sha256, TileEdge sm3, List<Long> ids) {
    this.sha256 = sha256;
    this.sm3 = sm3;
    this.ids = new ArrayList<>(ids);
  }

  static LogEdge empty() {
    return new LogEdge(TileEdge.empty(Checkpoint.HASH), TileEdge.empty(Hash.SM3), List.of());
  }

  /**
   * Goes on with these tiles, none of which is full.
   *
   * @throws IllegalArgumentException when they are no edge of a log of this size
   */
  static LogEdge of(long size, List<Tile> partial) {
    List<Long> ids =
        partial.stream().filter(t -> t.level() == 0).findFirst().map(Tile::ids).orElse(List.of());
    return new LogEdge(
        TileEdge.of(Checkpoint.HASH, size, levels(size, partial, Tile::sha256)),
        TileEdge.of(Hash.SM3, size, levels(size, partial, Tile::sm3)),
        ids);
  }

  private static List<List<Bytes>> levels(
      long size, List<Tile> partial, Function<Tile, List<Bytes>> tree) {
    List<List<Bytes>> levels = new ArrayList<>();
    for (long count = size; count > 0; count /= TileEdge.WIDTH) {
      int level = levels.size();
      levels.add(
          partial.stream().filter(t -> t.level() == level).findFirst().map(tree).orElse(List.of()));
    }
    return levels;
  }

  /** Appends an entry; the tiles that it fills, which are final. */
  List<Tile> append(Leaf leaf) {
    ids.add(leaf.id());
    List<TileEdge.Full> one = sha256.append(leaf.sha256());
    List<TileEdge.Full> other = sm3.append(leaf.sm3());
    List<Tile> full = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      TileEdge.Full tile = one.get(i);
      List<Long> rows = tile.level() == 0 ? ids : List.of();
      full.add(new Tile(tile.level(), tile.number(), tile.hashes(), other.get(i).hashes(), rows));
    }
    if (!full.isEmpty()) {
      ids.clear();
    }
    return full;
  }

  long size() {
    return sha256.size();
  }

  /** Root of the tree of SHA-256. */
  Bytes root() {
    return sha256.head().root();
  }

  /** Root of the tree of SM3. */
  Bytes sm3Root() {
    return sm3.head().root();
  }

  /** The last tile of each level, as far as it is filled. */
  List<Tile> partial() {
    List<Tile> tiles = new ArrayList<>();
    List<List<Bytes>> one = sha256.partial();
    List<List<Bytes>> other = sm3.partial();
    long number = size();
    for (int level = 0; level < one.size(); level++) {
      number /= TileEdge.WIDTH;
      if (!one.get(level).isEmpty()) {
        List<Long> rows = level == 0 ? ids : List.of();
        tiles.add(new Tile(level, number, one.get(level), other.get(level), rows));
      }
    }
    return tiles;
  }
}
