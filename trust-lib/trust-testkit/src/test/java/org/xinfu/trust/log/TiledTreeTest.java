package org.xinfu.trust.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;

/** A log in tiles is the tree in memory, at every size near which tiles and levels begin. */
class TiledTreeTest {
  private static final int SIZE = 256 * 257 + 3;
  private static final List<Long> EDGES =
      List.of(1L, 2L, 3L, 255L, 256L, 257L, 511L, 512L, 513L, 65535L, 65536L, 65537L, SIZE + 0L);

  @ParameterizedTest
  @EnumSource(names = {"SHA256", "SM3"})
  void rootsAndProofsAreThoseOfTheTreeInMemory(Hash hash) {
    MerkleTree tree = new MerkleTree(hash);
    Kept kept = new Kept(hash);
    for (long size = 1; size <= SIZE; size++) {
      Bytes entry = Bytes.utf8("entry " + size);
      tree.append(entry);
      kept.append(MerkleTree.leaf(hash, entry));
      if (EDGES.contains(size)) {
        assertThat(kept.edge.head()).isEqualTo(new MerkleProof.Head(size, tree.root(size)));
      }
    }
    TiledTree tiled = new TiledTree(hash, kept::hashes);
    assertThat(tiled.root(0)).isEqualTo(tree.root(0));
    for (long later : EDGES) {
      assertThat(tiled.root(later)).as("root of %s", later).isEqualTo(tree.root(later));
      for (long earlier : EDGES.stream().filter(e -> e <= later).toList()) {
        assertThat(tiled.consistency(earlier, later)).isEqualTo(tree.consistency(earlier, later));
        assertThat(tiled.inclusion(earlier - 1, later))
            .isEqualTo(tree.inclusion(earlier - 1, later));
      }
    }
  }

  @Test
  void anEdgeThatIsReadBackGoesOn() {
    Kept whole = new Kept(Hash.SHA256);
    TileEdge resumed = TileEdge.empty(Hash.SHA256);
    for (long size = 1; size <= 2 * 256 + 9; size++) {
      Bytes leaf = MerkleTree.leaf(Hash.SHA256, Bytes.utf8("entry " + size));
      whole.append(leaf);
      resumed = TileEdge.of(Hash.SHA256, size - 1, resumed.partial());
      resumed.append(leaf);
      assertThat(resumed.head()).isEqualTo(whole.edge.head());
    }
    List<List<Bytes>> partial = resumed.partial();
    assertThatThrownBy(() -> TileEdge.of(Hash.SHA256, 522, partial))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TileEdge.of(Hash.SHA256, 521, partial.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTreeIsAskedOnlyForWhatItCanHave() {
    TiledTree tiled = new TiledTree(Hash.SHA256, new Kept(Hash.SHA256)::hashes);
    assertThatThrownBy(() -> tiled.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tiled.inclusion(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tiled.consistency(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tiled.consistency(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Full tiles in a map, the others at the edge. */
  private static final class Kept {
    private final Map<String, List<Bytes>> full = new HashMap<>();
    private final TileEdge edge;

    Kept(Hash hash) {
      edge = TileEdge.empty(hash);
    }

    void append(Bytes leaf) {
      for (TileEdge.Full tile : edge.append(leaf)) {
        assertThat(tile.hashes()).hasSize(TileEdge.WIDTH);
        assertThat(full.put(tile.level() + "/" + tile.number(), tile.hashes())).isNull();
      }
    }

    List<Bytes> hashes(int level, long number) {
      return full.getOrDefault(level + "/" + number, new ArrayList<>(edge.partial().get(level)));
    }
  }
}
