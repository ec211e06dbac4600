package org.xinfu.kit.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.log.TileEdge;

/**
 * A tile of both trees, as it rests: hashes of SHA-256, hashes of SM3, and at level 0 the numbers
 * of the rows, each eight octets.
 *
 * @param level 0 holds entries
 * @param number counted from 0 in its level
 */
record Tile(int level, long number, List<Bytes> sha256, List<Bytes> sm3, List<Long> ids) {
  private static final int HASH = 32;

  Tile {
    sha256 = List.copyOf(sha256);
    sm3 = List.copyOf(sm3);
    ids = List.copyOf(ids);
  }

  int width() {
    return sha256.size();
  }

  boolean full() {
    return width() == TileEdge.WIDTH;
  }

  Bytes octets() {
    ByteBuffer out = ByteBuffer.allocate(2 * HASH * width() + Long.BYTES * ids.size());
    sha256.forEach(hash -> out.put(hash.toArray()));
    sm3.forEach(hash -> out.put(hash.toArray()));
    ids.forEach(out::putLong);
    return Bytes.of(out.array());
  }

  /**
   * Reads one.
   *
   * @throws StoreUnavailable when it has not the octets of a tile
   */
  static Tile read(int level, long number, int width, Bytes octets) {
    int numbers = level == 0 ? width : 0;
    if (octets.length() != 2 * HASH * width + Long.BYTES * numbers) {
      throw new StoreUnavailable("tile " + level + "/" + number + " of the log is broken");
    }
    ByteBuffer in = ByteBuffer.wrap(octets.toArray());
    List<Bytes> sha256 = hashes(in, width);
    List<Bytes> sm3 = hashes(in, width);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      ids.add(in.getLong());
    }
    return new Tile(level, number, sha256, sm3, ids);
  }

  private static List<Bytes> hashes(ByteBuffer in, int count) {
    List<Bytes> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] hash = new byte[HASH];
      in.get(hash);
      hashes.add(Bytes.of(hash));
    }
    return hashes;
  }
}
