package org.xinfu.trust.json;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON with the strings and numbers of RFC 8785 and no white space. Members keep the order
 * of the map that is handed in: sort it for RFC 8785 §3.2.3 proper.
 */
public final class CanonicalJson {
  private final StringBuilder out = new StringBuilder();

  private CanonicalJson() {}

  /**
   * The JSON text of {@code value}.
   *
   * @throws IllegalArgumentException for a type that JSON has not, or a decimal number that a
   *     double does not carry exactly as written
   */
  public static String write(@Nullable Object value) {
    CanonicalJson writer = new CanonicalJson();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Integer || value instanceof Long) {
      out.append(value);
    } else if (value instanceof BigDecimal number) {
      decimal(number);
    } else if (value instanceof String text) {
      string(text);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> list) {
      array(list);
    } else {
      throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    }
  }

  /** Between 1e-6 and 1e15 RFC 8785 §3.2.2.3 writes plain digits without trailing zeros. */
  private void decimal(BigDecimal number) {
    BigDecimal size = number.abs();
    boolean plain =
        size.precision() <= 15
            && size.compareTo(new BigDecimal("1e15")) < 0
            && (size.signum() == 0 || size.compareTo(new BigDecimal("1e-6")) >= 0);
    if (!plain) {
      throw new IllegalArgumentException("number out of range: " + number);
    }
    out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(comma);
      string((String) member.getKey());
      out.append(':');
      value(member.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private void array(Iterable<?> list) {
    out.append('[');
    Iterator<?> items = list.iterator();
    while (items.hasNext()) {
      value(items.next());
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
