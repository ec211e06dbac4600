package org.xinfu.trust.ofd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.xinfu.trust.Reason;

/** Names of entries, APPNOTE 4.4.17, appendix D and 4.6.9. */
final class ZipName {
  private static final int UNICODE_PATH = 0x7075;

  private ZipName() {}

  /**
   * The name of an entry: UTF-8 whether flagged so or not, else the Unicode path field, else GB
   * 18030, in which packers in China write. Two names that disagree are refused.
   */
  static String read(byte[] raw, boolean flagged, Optional<byte[]> unicode, ZipDoubts doubts)
      throws Finding {
    Optional<String> utf8 = decode(raw, StandardCharsets.UTF_8);
    Optional<String> field = unicode.isPresent() ? path(raw, unicode.get()) : Optional.empty();
    if (utf8.isPresent()) {
      boolean other = field.isPresent() && !field.equals(utf8);
      ZipDirectory.ambiguousIf(other, "an extra field overrides the name " + utf8.get());
      // Readers in China take it for GB 18030, and anybody can take the flag away.
      doubts.oddIf(
          !flagged && field.isEmpty() && raw.length != utf8.get().length(),
          "a name in UTF-8 that is not said to be: " + utf8.get());
      return utf8.get();
    }
    if (flagged) {
      throw new Finding(Reason.PATH_ILLEGAL, "a name is said to be UTF-8 and is not");
    }
    Optional<String> name = field.or(() -> decode(raw, Charset.forName("GB18030")));
    if (name.isEmpty()) {
      throw new Finding(Reason.PATH_ILLEGAL, "a name is neither UTF-8 nor GB 18030");
    }
    doubts.oddIf(true, "a name in GB 18030: " + name.get());
    return name.get();
  }

  /** The Unicode path field counts when its CRC is that of the plain name. */
  private static Optional<String> path(byte[] raw, byte[] field) throws Finding {
    if (field.length < 5 || field[0] != 1) {
      throw new Finding(Reason.PACKAGE_AMBIGUOUS, "a broken Unicode path field");
    }
    CRC32 crc = new CRC32();
    crc.update(raw);
    int stated = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
    return stated == (int) crc.getValue()
        ? decode(Arrays.copyOfRange(field, 5, field.length), StandardCharsets.UTF_8)
        : Optional.empty();
  }

  private static Optional<String> decode(byte[] octets, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static int field() {
    return UNICODE_PATH;
  }
}
