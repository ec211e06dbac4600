package org.xinfu.kit.log;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;

/** The public keys of a log as its auditor keeps them, without the device. */
record KnownKeys(List<NoteKey> keys) implements SignedNotes {
  KnownKeys {
    keys = List.copyOf(keys);
  }

  /** The keys in a file of verifier keys, one a line; lines that are none are passed over. */
  static KnownKeys in(List<String> lines) {
    return new KnownKeys(lines.stream().flatMap(line -> NoteKey.parse(line).stream()).toList());
  }

  /** Those of one log. */
  KnownKeys of(String origin) {
    return new KnownKeys(keys.stream().filter(key -> key.name().equals(origin)).toList());
  }

  @Override
  public Optional<Heads> read(String text) {
    return SignedNote.parse(text)
        .filter(note -> signed(note, of(note.text().lines().findFirst().orElse(""))))
        .flatMap(note -> Heads.parse(text));
  }

  private static boolean signed(SignedNote note, KnownKeys log) {
    return !log.keys.isEmpty()
        && log.keys.stream()
            .allMatch(
                key -> note.lines().stream().anyMatch(l -> key.signedAt(note, l).isPresent()));
  }
}
