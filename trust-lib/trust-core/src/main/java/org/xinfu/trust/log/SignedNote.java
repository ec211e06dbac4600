package org.xinfu.trust.log;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * A text and who signed it, C2SP signed-note: the text, an empty line, lines of name and Base64.
 *
 * @param text with its last line feed
 */
public record SignedNote(String text, List<Line> lines) {
  private static final String DASH = "\u2014 ";
  private static final int MOST = 100;
  private static final int KEY_ID = 4;

  public SignedNote {
    lines = List.copyOf(lines);
  }

  /**
   * One signature.
   *
   * @param name of the key
   * @param keyId four octets by which the key is found
   * @param value the rest, as its algorithm has it
   */
  public record Line(String name, Bytes keyId, Bytes value) {}

  /** The note as text. */
  public String write() {
    StringBuilder out = new StringBuilder(text).append('\n');
    for (Line line : lines) {
      byte[] octets = line.keyId().concat(line.value()).toArray();
      out.append(DASH).append(line.name()).append(' ');
      out.append(Base64.getEncoder().encodeToString(octets)).append('\n');
    }
    return out.toString();
  }

  /** Reads a note; empty when it is none. */
  public static Optional<SignedNote> parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || end + 2 == note.length() || !note.endsWith("\n") || control(note)) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
      Optional<Line> read = line(line);
      if (read.isEmpty() || lines.size() == MOST) {
        return Optional.empty();
      }
      lines.add(read.get());
    }
    return Optional.of(new SignedNote(note.substring(0, end + 1), lines));
  }

  private static Optional<Line> line(String line) {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || space < DASH.length() + 1) {
      return Optional.empty();
    }
    return base64(line.substring(space + 1))
        .filter(octets -> octets.length() > KEY_ID)
        .map(
            octets ->
                new Line(
                    line.substring(DASH.length(), space),
                    octets.slice(0, KEY_ID),
                    octets.slice(KEY_ID, octets.length())));
  }

  private static boolean control(String note) {
    return note.chars().anyMatch(c -> c < ' ' && c != '\n');
  }

  /** Base64 in its one canonical spelling. */
  static Optional<Bytes> base64(String text) {
    try {
      byte[] octets = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(octets).equals(text)
          ? Optional.of(Bytes.of(octets))
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
