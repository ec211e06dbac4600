package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names with the octets 80 and FF (ISO 32000-2 §7.2.3), as UTF-8 has them, which are white space to
 * PDFium. In an entry of a dictionary it reads the name's beginning, passes over the rest and goes
 * on with the next key as all readers do. In keys and lists it would take the rest for a value.
 */
final class ForeignNames {
  /** Entries that say what a font or a program is called, and nothing else (§9.6.2, §9.8.1). */
  private static final Set<String> CALLED = Set.of("BaseFont", "FontName", "Name");

  private static final Pattern FOREIGN = Pattern.compile("[\\x80\\xff]");

  private ForeignNames() {}

  /** Whether they change nothing in a new object but what something is called. */
  static boolean harmless(PdfValue root) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue value = open.pop();
      if (value instanceof PdfValue.Name name && foreign(name.value())) {
        return false;
      }
      if (value instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      }
      for (Map.Entry<String, PdfValue> entry :
          PdfValue.dictOf(value).orElse(PdfValue.Dict.EMPTY).entries().entrySet()) {
        if (foreign(entry.getKey())) {
          return false;
        }
        if (!called(entry.getKey(), entry.getValue())) {
          open.push(entry.getValue());
        }
      }
    }
    return true;
  }

  /** PDFium takes no notice of what stands there, but that an object ends. */
  private static boolean called(String key, PdfValue value) {
    return CALLED.contains(key)
        && value instanceof PdfValue.Name name
        && Arrays.stream(FOREIGN.split(name.value())).noneMatch("endobj"::equals);
  }

  private static boolean foreign(String name) {
    return FOREIGN.matcher(name).find();
  }
}
