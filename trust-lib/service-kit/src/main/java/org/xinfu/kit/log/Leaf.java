package org.xinfu.kit.log;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleTree;

/**
 * What the trees have of a row.
 *
 * @param id number of the row
 * @param sha256 leaf hash in the tree of SHA-256
 * @param sm3 leaf hash in the tree of SM3
 */
record Leaf(long id, Bytes sha256, Bytes sm3) {
  /** Of a row as {@link org.xinfu.kit.audit.Audit#LINE} writes it. */
  static Leaf of(long id, String line) {
    Bytes entry = Bytes.utf8(line);
    return new Leaf(id, MerkleTree.leaf(Checkpoint.HASH, entry), MerkleTree.leaf(Hash.SM3, entry));
  }
}
