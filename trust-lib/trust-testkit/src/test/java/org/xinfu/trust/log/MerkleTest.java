package org.xinfu.trust.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.log.MerkleProof.Head;

/** RFC 9162 §2.1: every proof of every small tree, and every altered one. */
class MerkleTest {
  private static final int SIZE = 20;

  /** RFC 6962's customary test entries and roots, as its first implementation has them. */
  @Test
  void theRootsAreThoseOfTheReferenceImplementation() {
    MerkleTree tree = new MerkleTree(Hash.SHA256);
    List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
        .forEach(e -> tree.append(Bytes.hex(e)));
    tree.append(Bytes.hex("606162636465666768696a6b6c6d6e6f"));
    assertThat(tree.root(0).toHex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(tree.root(1).toHex())
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(tree.root(8).toHex())
        .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  }

  @ParameterizedTest
  @EnumSource(names = {"SHA256", "SM3"})
  void aHeadThatKeepsNoEntryIsTheTrees(Hash hash) {
    MerkleTree tree = tree(hash);
    TreeHead growing = new TreeHead(hash);
    for (long size = 0; size <= SIZE; size++) {
      assertThat(growing.head()).isEqualTo(new Head(size, tree.root(size)));
      growing.append(entry(size));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHA256", "SM3"})
  void everyInclusionProofHoldsAndNoAlteredOneDoes(Hash hash) {
    MerkleTree tree = tree(hash);
    for (long size = 1; size <= SIZE; size++) {
      Head head = new Head(size, tree.root(size));
      for (long index = 0; index < size; index++) {
        Bytes leaf = MerkleTree.leaf(hash, entry(index));
        List<Bytes> path = tree.inclusion(index, size);
        assertThat(MerkleProof.includes(hash, leaf, index, path, head)).isTrue();
        Bytes other = MerkleTree.leaf(hash, entry(index + 1));
        assertThat(MerkleProof.includes(hash, other, index, path, head)).isFalse();
        for (long wrong = -1; wrong <= size; wrong++) {
          if (wrong != index) {
            assertThat(MerkleProof.includes(hash, leaf, wrong, path, head)).isFalse();
          }
        }
        for (List<Bytes> altered : altered(path)) {
          assertThat(MerkleProof.includes(hash, leaf, index, altered, head)).isFalse();
        }
        Head wrongRoot = new Head(size, Mutators.flip(head.root(), 0, 1));
        assertThat(MerkleProof.includes(hash, leaf, index, path, wrongRoot)).isFalse();
      }
    }
  }

  @Test
  void everyConsistencyProofHoldsAndNoAlteredOneDoes() {
    Hash hash = Hash.SHA256;
    MerkleTree tree = tree(hash);
    for (long later = 1; later <= SIZE; later++) {
      Head now = new Head(later, tree.root(later));
      for (long earlier = 1; earlier <= later; earlier++) {
        Head then = new Head(earlier, tree.root(earlier));
        List<Bytes> path = tree.consistency(earlier, later);
        assertThat(MerkleProof.extendsTree(hash, then, now, path))
            .as("%s to %s", earlier, later)
            .isTrue();
        Head forked = new Head(earlier, Mutators.flip(then.root(), 3, 1));
        assertThat(MerkleProof.extendsTree(hash, forked, now, path)).isFalse();
        for (List<Bytes> altered : altered(path)) {
          assertThat(MerkleProof.extendsTree(hash, then, now, altered)).isFalse();
        }
      }
      assertThat(MerkleProof.extendsTree(hash, new Head(0, tree.root(0)), now, List.of()))
          .isFalse();
      Head beyond = new Head(later + 1, tree.root(later));
      assertThat(MerkleProof.extendsTree(hash, beyond, now, List.of())).isFalse();
    }
  }

  @Test
  void aTreeIsAskedOnlyForWhatItHas() {
    MerkleTree tree = tree(Hash.SHA256);
    assertThat(tree.size()).isEqualTo(SIZE);
    assertThatThrownBy(() -> tree.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.inclusion(0, SIZE + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.consistency(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.consistency(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  /** One step flipped, one missing, one too many, one too long. */
  private static List<List<Bytes>> altered(List<Bytes> path) {
    List<List<Bytes>> all = new ArrayList<>();
    Bytes step = Hash.SHA256.of(Bytes.empty());
    List<Bytes> longer = new ArrayList<>(path);
    longer.add(step);
    all.add(longer);
    for (int i = 0; i < path.size(); i++) {
      List<Bytes> flipped = new ArrayList<>(path);
      flipped.set(i, Mutators.flip(path.get(i), 31, 128));
      all.add(flipped);
      List<Bytes> wide = new ArrayList<>(path);
      wide.set(i, path.get(i).concat(Bytes.hex("00")));
      all.add(wide);
      List<Bytes> shorter = new ArrayList<>(path);
      shorter.remove(i);
      all.add(shorter);
    }
    return all;
  }

  private static MerkleTree tree(Hash hash) {
    MerkleTree tree = new MerkleTree(hash);
    for (long i = 0; i < SIZE; i++) {
      assertThat(tree.append(entry(i))).isEqualTo(i);
    }
    return tree;
  }

  private static Bytes entry(long index) {
    return Bytes.utf8("entry " + index);
  }
}
