package org.xinfu.trust.ofd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * A file of its own that the national system lays beside a signature after signing, so that no
 * signature protects it: the list of paths {@code signFilePaths.dat}. No reader shows it.
 */
final class VendorFile {
  private static final String NAME = "signFilePaths.dat";
  private static final int LONGEST = 1 << 20;
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));

  private VendorFile() {}

  /**
   * Whether {@code path} is such a file: by its name, in the folder of a listed signature of
   * another producer, and plain text, so that nothing that a reader could show passes under its
   * name.
   */
  static boolean is(String path, List<SignatureList> lists, OfdFiles files) {
    String folder = OfdPath.folderOf(path);
    return path.equals(folder + "/" + NAME)
        && lists.stream()
            .flatMap(list -> list.entries().stream())
            .filter(entry -> OfdPath.folderOf(entry.path()).equals(folder))
            .anyMatch(entry -> strangers(entry, files))
        && files.file(path).filter(f -> f.size() <= LONGEST && text(f.octets())).isPresent();
  }

  private static boolean strangers(SignatureList.Entry entry, OfdFiles files) {
    try {
      return !files.signature(entry.path()).canonicalList();
    } catch (Finding unreadable) {
      return false; // refused for that
    }
  }

  private static boolean text(Bytes octets) {
    return CHARSETS.stream()
        .flatMap(charset -> decoded(octets, charset).stream())
        .anyMatch(VendorFile::plain);
  }

  private static Optional<String> decoded(Bytes octets, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean plain(String text) {
    return !text.stripLeading().startsWith("<")
        && text.chars().allMatch(c -> !Character.isISOControl(c) || "\t\r\n".indexOf(c) >= 0);
  }
}
