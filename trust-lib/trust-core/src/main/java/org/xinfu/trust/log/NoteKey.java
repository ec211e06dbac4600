package org.xinfu.trust.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * A key that signs checkpoints with the time at which it saw them, as C2SP tlog-cosignature has it:
 * a log's own or a witness's. The message is that of {@code cosignature/v1}; keys other than
 * Ed25519 have no type of their own there and go under 0xff with our name for them.
 *
 * @param name as in signature lines; a log's is its origin
 */
public record NoteKey(String name, VerificationKey key) {
  private static final String PRIVATE_TYPE = "xinfu.org/cosignature/v1";
  private static final int TIME = 8;

  /** Signs {@code checkpoint} as seen at {@code at}, to the second. */
  public static SignedNote.Line sign(
      String name, Signer signer, Checkpoint checkpoint, Instant at) {
    long seconds = at.getEpochSecond();
    Bytes time = Bytes.of(ByteBuffer.allocate(TIME).putLong(seconds).array());
    Bytes value = signer.sign(message(checkpoint.text(), seconds));
    return new SignedNote.Line(
        name, new NoteKey(name, signer.publicKey()).id(), time.concat(value));
  }

  /** When the key saw the note; empty when this line is not its signature. */
  public Optional<Instant> signedAt(SignedNote note, SignedNote.Line line) {
    if (!mine(line) || line.value().length() <= TIME) {
      return Optional.empty();
    }
    long seconds = ByteBuffer.wrap(line.value().slice(0, TIME).toArray()).getLong();
    Bytes value = line.value().slice(TIME, line.value().length());
    boolean holds =
        seconds > 0
            && seconds <= Instant.MAX.getEpochSecond()
            && key.verify(message(note.text(), seconds), value);
    return holds ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }

  /** As a verifier key, C2SP signed-note: name, key id and the key under our type. */
  public String write() {
    Bytes typed = Bytes.hex("ff").concat(Bytes.utf8(PRIVATE_TYPE)).concat(key.encoded());
    return name + "+" + id().toHex() + "+" + Base64.getEncoder().encodeToString(typed.toArray());
  }

  /** Reads what {@link #write} wrote; empty when it is no verifier key of our type. */
  public static Optional<NoteKey> parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    Bytes type = Bytes.hex("ff").concat(Bytes.utf8(PRIVATE_TYPE));
    return SignedNote.base64(parts[2])
        .filter(typed -> typed.length() > type.length())
        .filter(typed -> typed.slice(0, type.length()).equals(type))
        .flatMap(typed -> VerificationKey.parse(typed.slice(type.length(), typed.length())))
        .map(key -> new NoteKey(parts[0], key))
        .filter(key -> key.write().equals(text));
  }

  /** Whether the line says that it is this key's. */
  boolean mine(SignedNote.Line line) {
    return line.name().equals(name) && line.keyId().equals(id());
  }

  private Bytes id() {
    Bytes start = Bytes.utf8(name + "\n").concat(Bytes.hex("ff")).concat(Bytes.utf8(PRIVATE_TYPE));
    return Digests.sha256(start.concat(key.encoded())).slice(0, 4);
  }

  private static Bytes message(String text, long seconds) {
    return Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + text);
  }
}
