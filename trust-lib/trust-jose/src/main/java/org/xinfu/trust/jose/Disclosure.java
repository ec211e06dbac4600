package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * One hidden claim or array element, RFC 9901 §4.2: {@code [salt, name, value]} or {@code [salt,
 * value]}.
 *
 * @param text base64url of the JSON array, as written: the digest is over these characters
 * @param name empty for an array element
 */
record Disclosure(String text, Optional<String> name, @Nullable Object value) {
  static Disclosure parse(String text) throws MalformedJose {
    Object parsed;
    try {
      parsed = Json.parse(Base64Url.utf8(Base64Url.decode(text)));
    } catch (JsonException e) {
      throw new MalformedJose("a disclosure is not JSON");
    }
    if (!(parsed instanceof List<?> parts)
        || parts.size() < 2
        || parts.size() > 3
        || !(parts.get(0) instanceof String)) {
      throw new MalformedJose("a disclosure is not [salt, name, value] or [salt, value]");
    }
    if (parts.size() == 2) {
      return new Disclosure(text, Optional.empty(), parts.get(1));
    }
    if (!(parts.get(1) instanceof String name) || name.equals("_sd") || name.equals("...")) {
      throw new MalformedJose("a disclosure with a forbidden name");
    }
    return new Disclosure(text, Optional.of(name), parts.get(2));
  }

  /** Makes one; {@code salt} is 16 random octets or more. */
  static Disclosure make(Bytes salt, Optional<String> name, @Nullable Object value) {
    List<@Nullable Object> parts = new ArrayList<>();
    parts.add(Base64Url.encode(salt));
    name.ifPresent(parts::add);
    parts.add(value);
    String text = Base64Url.encode(Bytes.utf8(CanonicalJson.write(parts)));
    return new Disclosure(text, name, value);
  }

  /** The digest by which a payload refers to it. */
  String digest(SdHash hash) {
    return hash.of(text);
  }
}
