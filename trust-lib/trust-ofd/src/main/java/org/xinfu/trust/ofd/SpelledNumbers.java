package org.xinfu.trust.ofd;

import java.util.BitSet;
import java.util.HashSet;
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

  /** Elements whose text refers. */
  private static final Set<String> TEXTS = Set.of("DefaultCS", "Substitution", "Thumbnail");

  /** A number that is larger is unusual, and a bit for each below it is cheap. */
  private static final int MOST_COUNTED = 1 << 22;

  /** No reader has larger numbers than of 64 bits. */
  private static final int MOST_DIGITS = 20;

  /** Others than bits take memory. No document has as many pages and resources. */
  private static final int MOST_KEPT = 100_000;

  /** Numbers that are spelled as everybody does. */
  private final BitSet usual = new BitSet();

  /** Of them, the large ones. */
  private final Set<String> large = new HashSet<>();

  /** Others, by their usual spelling. */
  private final Map<String, String> odd = new TreeMap<>();

  private Optional<String> doubt = Optional.empty();

  void read(XmlElement element) {
    NAMES.forEach(name -> element.attribute(name).ifPresent(this::read));
    if (TEXTS.contains(element.name())) {
      read(element.text());
    }
    // Hardly anything refers to what stands on pages.
    if (Identifiers.NAMED.contains(element.name())) {
      element.attribute("ID").ifPresent(this::read);
    }
  }

  private void read(String written) {
    String plain = plain(written);
    if (plain.length() > MOST_DIGITS || !digits(plain)) {
      return; // one text to everybody
    }
    if (!plain.equals(written)) {
      String kept = shortened(written);
      String before = odd.putIfAbsent(plain, kept);
      if (before != null && !before.equals(kept)) {
        doubt = Optional.of(plain + " spelled as " + before + " and " + kept);
      }
    } else if (countable(plain)) {
      usual.set(Integer.parseInt(plain));
    } else {
      large.add(plain);
    }
    if (odd.size() + large.size() > MOST_KEPT) {
      odd.clear();
      large.clear();
      doubt = Optional.of("more than " + MOST_KEPT + " unusual numbers");
    }
  }

  private static String shortened(String written) {
    int length = written.length();
    return length <= 2 * MOST_DIGITS
        ? written
        : written.substring(0, MOST_DIGITS) + "... of " + length + " characters";
  }

  private static boolean digits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether it is a number for a set of bits, spelled as everybody does. */
  static boolean countable(String plain) {
    return plain.length() <= 7 && digits(plain) && Integer.parseInt(plain) < MOST_COUNTED;
  }

  /** A number that two texts of the document spell; empty when there is none. */
  Optional<String> doubt() {
    return doubt.or(
        () ->
            odd.entrySet().stream()
                .filter(e -> met(e.getKey()))
                .map(e -> e.getKey() + " and " + e.getValue())
                .findFirst());
  }

  private boolean met(String plain) {
    return countable(plain) ? usual.get(Integer.parseInt(plain)) : large.contains(plain);
  }

  /** A whole number as everybody spells it; other text as it is. */
  static String plain(String written) {
    if (digits(written) && written.charAt(0) != '0') {
      return written;
    }
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
