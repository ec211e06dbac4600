package org.xinfu.trust.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A strict RFC 8259 reader. Objects become {@code LinkedHashMap}, arrays {@code List}, integers
 * {@code Long}, other numbers {@code BigDecimal}.
 */
public final class Json {
  private static final int MAX_DEPTH = 64;

  /** RFC 8259 §9 lets a parser limit numbers; reading their digits costs the square of them. */
  private static final int MAX_NUMBER = 1_000;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
  private static final Pattern LONG = Pattern.compile("-?[0-9]{1,18}");
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Parses exactly one value.
   *
   * @throws JsonException when the text is not JSON, repeats a name, nests deeper than 64, has a
   *     number of more than 1,000 characters, or half a surrogate pair (RFC 7493 §2.1): whoever
   *     writes it in UTF-8 again writes another text, and two names may become one
   */
  public static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) {
      throw json.error("text after the value");
    }
    return value;
  }

  /** Parses one object. */
  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> parseObject(String text) {
    if (parse(text) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new JsonException("an object was expected");
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    space();
    if (at >= text.length()) {
      throw error("a value was expected");
    }
    char c = text.charAt(at);
    switch (c) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return literal("true", true);
      case 'f':
        return literal("false", false);
      case 'n':
        return literal("null", null);
      default:
        return number();
    }
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    space();
    if (take('}')) {
      return members;
    }
    do {
      space();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw error("a name was expected");
      }
      String name = string();
      space();
      expect(':');
      if (members.containsKey(name)) {
        throw error("name repeated: " + name);
      }
      members.put(name, value(depth + 1));
      space();
    } while (take(','));
    expect('}');
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    space();
    if (take(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
      space();
    } while (take(','));
    expect(']');
    return items;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw error("string not closed");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return whole(out);
      }
      if (c < 0x20) {
        throw error("control character in a string");
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private String whole(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (Character.isSurrogate(c) && !pair) {
        throw error("half a surrogate pair");
      }
      i += pair ? 1 : 0;
    }
    return text.toString();
  }

  private char escape() {
    if (at >= text.length()) {
      throw error("string not closed");
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        throw error("unknown escape");
    }
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw error("short \\u escape");
    }
    String digits = text.substring(at, at + 4);
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw error("bad \\u escape");
    }
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at - start > MAX_NUMBER) {
      throw error("a number longer than " + MAX_NUMBER);
    }
    String digits = text.substring(start, at);
    if (!NUMBER.matcher(digits).matches()) {
      throw error("not a value");
    }
    if (LONG.matcher(digits).matches()) {
      return Long.valueOf(digits);
    }
    return new BigDecimal(digits);
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw error("not a value");
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw error("expected " + c);
    }
  }

  private JsonException error(String what) {
    return new JsonException(what + " at " + at);
  }
}
