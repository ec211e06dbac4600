package org.xinfu.kit.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.TiledTree;

/** Both trees by their tiles; each is read once, so that what it says fits together. */
final class TileReader {
  private final LogTables tables;
  private final Map<String, Tile> read = new HashMap<>();
  private final TiledTree sha256 = new TiledTree(Checkpoint.HASH, column(Tile::sha256));
  private final TiledTree sm3 = new TiledTree(Hash.SM3, column(Tile::sm3));

  TileReader(LogTables tables) {
    this.tables = tables;
  }

  /** That an entry is among the first {@code size}, in the tree of SHA-256. */
  List<Bytes> inclusion(long index, long size) {
    return sha256.inclusion(index, size);
  }

  /** That the first entries begin the later ones, in the tree of SHA-256. */
  List<Bytes> consistency(long earlier, long later) {
    return sha256.consistency(earlier, later);
  }

  /** Whether both trees only go on from where they were. */
  boolean extended(Heads then, Heads now) {
    if (then.size() < 1 || then.size() > now.size()) {
      return false;
    }
    return MerkleProof.extendsTree(
            Checkpoint.HASH,
            new MerkleProof.Head(then.size(), then.root()),
            new MerkleProof.Head(now.size(), now.root()),
            sha256.consistency(then.size(), now.size()))
        && MerkleProof.extendsTree(
            Hash.SM3,
            new MerkleProof.Head(then.size(), then.sm3()),
            new MerkleProof.Head(now.size(), now.sm3()),
            sm3.consistency(then.size(), now.size()));
  }

  private TiledTree.Tiles column(Function<Tile, List<Bytes>> tree) {
    return (level, number) -> tree.apply(tile(level, number));
  }

  private Tile tile(int level, long number) {
    return read.computeIfAbsent(
        level + "/" + number,
        name ->
            tables
                .tile(level, number)
                .orElseThrow(() -> new StoreUnavailable("no tile " + name + " of the log")));
  }
}
