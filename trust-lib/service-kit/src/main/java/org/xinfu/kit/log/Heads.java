package org.xinfu.kit.log;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.SignedNote;

/**
 * The heads of both trees.
 *
 * @param size entries
 * @param root of the tree of SHA-256
 * @param sm3 root of the tree of SM3
 */
record Heads(long size, Bytes root, Bytes sm3) {
  private static final Pattern SM3 = Pattern.compile("sm3 ([A-Za-z0-9+/]{43}=)");

  static Heads of(LogEdge edge) {
    return new Heads(edge.size(), edge.root(), edge.sm3Root());
  }

  /** As a checkpoint, with the root of SM3 in a line of its own. */
  Checkpoint checkpoint(String origin) {
    String line = "sm3 " + Base64.getEncoder().encodeToString(sm3.toArray());
    return new Checkpoint(origin, new MerkleProof.Head(size, root), List.of(line));
  }

  /** What a note says, whoever signed it; empty when it is none of ours. */
  static Optional<Heads> parse(String note) {
    return SignedNote.parse(note)
        .flatMap(signed -> Checkpoint.parse(signed.text()))
        .filter(checkpoint -> checkpoint.extensions().size() == 1)
        .flatMap(
            checkpoint -> {
              Matcher line = SM3.matcher(checkpoint.extensions().getFirst());
              return line.matches()
                  ? Optional.of(
                      new Heads(
                          checkpoint.head().size(),
                          checkpoint.head().root(),
                          Bytes.of(Base64.getDecoder().decode(line.group(1)))))
                  : Optional.empty();
            });
  }
}
