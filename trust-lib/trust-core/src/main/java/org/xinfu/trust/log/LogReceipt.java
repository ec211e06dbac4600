package org.xinfu.trust.log;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * That an entry is in a log, C2SP tlog-proof: index, inclusion path and signed checkpoint in one
 * text. Entries say nothing of what they stand for: each is a salted commitment, and the receipt
 * brings the salt.
 *
 * @param salt 16 to 64 octets
 */
public record LogReceipt(
    Bytes salt, long index, List<Bytes> path, SignedNote note, Checkpoint checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");
  private static final String EXTRA = "extra ";
  private static final int LONGEST = 1 << 16;

  public LogReceipt {
    path = List.copyOf(path);
  }

  /** The entry that stands for a signature, by its value. */
  public static Bytes entry(Bytes salt, Bytes signatureValue) {
    String commitment = Digests.sha256(salt.concat(signatureValue)).toHex();
    return Bytes.utf8("xinfu.org/signature@v1\n" + commitment + "\n");
  }

  /** Whether this signature is the entry, and the entry is in the checkpoint's tree. */
  boolean isAbout(Bytes signatureValue) {
    Bytes leaf = MerkleTree.leaf(Checkpoint.HASH, entry(salt, signatureValue));
    return MerkleProof.includes(Checkpoint.HASH, leaf, index, path, checkpoint.head());
  }

  /** The receipt as text, UTF-8. */
  public Bytes write() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    out.append(EXTRA).append(base64(salt)).append("\nindex ").append(index).append('\n');
    path.forEach(step -> out.append(base64(step)).append('\n'));
    return Bytes.utf8(out.append('\n').append(note.write()).toString());
  }

  /** Reads a receipt; empty when it is none. */
  public static Optional<LogReceipt> parse(Bytes octets) {
    String text = octets.length() > LONGEST ? "" : octets.toUtf8();
    int end = text.indexOf("\n\n");
    if (end < 0) {
      return Optional.empty();
    }
    List<String> lines = List.of(text.substring(0, end).split("\n", -1));
    Optional<SignedNote> note = SignedNote.parse(text.substring(end + 2));
    Optional<Checkpoint> checkpoint = note.map(SignedNote::text).flatMap(Checkpoint::parse);
    if (checkpoint.isEmpty()
        || lines.size() < 3
        || !lines.get(0).equals(HEADER)
        || !lines.get(1).startsWith(EXTRA)
        || !INDEX.matcher(lines.get(2)).matches()) {
      return Optional.empty();
    }
    List<Bytes> path = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      SignedNote.base64(line).ifPresent(path::add);
    }
    Optional<Bytes> salt = SignedNote.base64(lines.get(1).substring(EXTRA.length()));
    if (path.size() != lines.size() - 3
        || salt.filter(s -> s.length() >= 16 && s.length() <= 64).isEmpty()) {
      return Optional.empty();
    }
    long index = Long.parseLong(lines.get(2).substring("index ".length()));
    return Optional.of(new LogReceipt(salt.get(), index, path, note.get(), checkpoint.get()));
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
