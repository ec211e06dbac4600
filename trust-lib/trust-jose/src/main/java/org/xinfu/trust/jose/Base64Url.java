package org.xinfu.trust.jose;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * Base64url without padding (RFC 7515 §2), one text for one octet string: the JDK's decoder ignores
 * stray bits in the last character, which would let two signatures' texts mean the same.
 */
final class Base64Url {
  private Base64Url() {}

  static Bytes decode(String text) throws MalformedJose {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException foreign) {
      throw new MalformedJose("not base64url");
    }
    Bytes decoded = Bytes.of(octets);
    if (!encode(decoded).equals(text)) {
      throw new MalformedJose("base64url with padding or stray bits");
    }
    return decoded;
  }

  static String encode(Bytes octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
  }

  /** A JSON object in base64url, in well-formed UTF-8 and with each name once. */
  static Map<String, @Nullable Object> decodeObject(String text) throws MalformedJose {
    return object(decode(text));
  }

  static Map<String, @Nullable Object> object(Bytes octets) throws MalformedJose {
    try {
      return Json.parseObject(utf8(octets));
    } catch (JsonException notAnObject) {
      throw new MalformedJose(String.valueOf(notAnObject.getMessage()));
    }
  }

  /** The text of well-formed UTF-8. */
  static String utf8(Bytes octets) throws MalformedJose {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJose("not UTF-8");
    }
  }
}
