package org.xinfu.trust.ofd;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Identifiers and references to them (ST_ID, ST_RefID, GB/T 33190-2016 table 2) by their spelling.
 * Readers that compare numbers take {@code 05}, {@code +5} and {@code 5} for one, those that
 * compare texts for three: where a document spells one number in two ways they show different
 * things.
 */
final class SpelledNumbers {
  private static final Set<String> NAMES =
      Set.of(
          "PageID",
          "TemplateID",
          "ResourceID",
          "Font",
          "DrawParam",
          "ColorSpace",
          "DefaultCS",
          "Relative",
          "Substitution",
          "ImageMask",
          "Thumbnail",
          "ObjectRef",
          "PageRef");

  /** A number that is larger is unusual, and a bit for each below it is cheap. */
  private static final int MOST_COUNTED = 1 << 22;

  private static final int MOST_ODD = 1000;

  /** Numbers that are spelled as everybody does. */
  private final BitSet usual = new BitSet();

  /** Others, by their usual spelling. */
  private final Map<String, String> odd = new TreeMap<>();

  private Optional<String> doubt = Optional.empty();

  void read(XmlElement element) {
    NAMES.forEach(name -> element.attribute(name).ifPresent(this::read));
    // Hardly anything refers to what stands on pages.
    if (Identifiers.NAMED.contains(element.name())) {
      element.attribute("ID").ifPresent(this::read);
    }
  }

  private void read(String written) {
    String plain = plain(written);
    boolean countable = countable(plain);
    if (plain.equals(written)) {
      if (countable) {
        usual.set(Integer.parseInt(plain));
      }
      return;
    }
    String before = odd.putIfAbsent(plain, written);
    if (!countable || odd.size() > MOST_ODD || (before != null && !before.equals(written))) {
      doubt = Optional.of(plain + " spelled as " + written);
    }
  }

  private static boolean countable(String plain) {
    return !plain.isEmpty()
        && plain.length() <= 7
        && plain.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(plain) < MOST_COUNTED;
  }

  /** A number that two texts of the document spell; empty when there is none. */
  Optional<String> doubt() {
    return doubt.or(
        () ->
            odd.entrySet().stream()
                .filter(e -> usual.get(Integer.parseInt(e.getKey())))
                .map(e -> e.getKey() + " and " + e.getValue())
                .findFirst());
  }

  /** A whole number as everybody spells it; other text as it is. */
  static String plain(String written) {
    int start = written.startsWith("+") ? 1 : 0;
    StringBuilder digits = new StringBuilder();
    for (int i = start; i < written.length(); i++) {
      int digit = Character.digit(written.charAt(i), 10);
      if (digit < 0) {
        return written;
      }
      if (digit > 0 || !digits.isEmpty()) {
        digits.append(digit);
      }
    }
    return digits.isEmpty() ? (written.isEmpty() ? "" : "0") : digits.toString();
  }
}
