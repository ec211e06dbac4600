package org.xinfu.trust.log;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xinfu.trust.key.Hash;

/**
 * The head of a log at a size, C2SP tlog-checkpoint: three lines, then lines of its own.
 *
 * @param origin the log's name
 * @param head how many entries it has, and the SHA-256 hash of their tree
 * @param extensions further lines, such as the root of a tree of SM3
 */
public record Checkpoint(String origin, MerkleProof.Head head, List<String> extensions) {
  /** The tree's hash; tlog-tiles knows no other. */
  public static final Hash HASH = Hash.SHA256;

  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  public Checkpoint {
    extensions = List.copyOf(extensions);
  }

  /** The note's text, which is signed. */
  public String text() {
    StringBuilder out = new StringBuilder(origin).append('\n').append(head.size()).append('\n');
    out.append(Base64.getEncoder().encodeToString(head.root().toArray())).append('\n');
    extensions.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  /** Reads the text of a note; empty when it is none of a checkpoint. */
  public static Optional<Checkpoint> parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() < 4
        || !lines.get(lines.size() - 1).isEmpty()
        || lines.subList(0, lines.size() - 1).stream().anyMatch(String::isEmpty)
        || !SIZE.matcher(lines.get(1)).matches()) {
      return Optional.empty();
    }
    return SignedNote.base64(lines.get(2))
        .filter(root -> root.length() == HASH.length())
        .map(
            root ->
                new Checkpoint(
                    lines.get(0),
                    new MerkleProof.Head(Long.parseLong(lines.get(1)), root),
                    lines.subList(3, lines.size() - 1)));
  }
}
