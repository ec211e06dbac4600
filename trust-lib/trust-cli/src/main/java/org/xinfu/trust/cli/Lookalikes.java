package org.xinfu.trust.cli;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Characters in strangers' names that look like others and are not: letters of alphabets that share
 * shapes with Latin (Unicode UTS 39 §4), letters in mathematical styles, and radicals and
 * compatibility ideographs, which look like the ideograph that they are not.
 */
final class Lookalikes {
  private static final int MOST = 6;
  private static final Set<UnicodeScript> ALPHABETS =
      EnumSet.of(
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COPTIC,
          UnicodeScript.LISU);

  /** Unified ideographs among the compatibility ideographs (Unicode 18.1). */
  private static final String UNIFIED =
      "\uFA0E\uFA0F\uFA11\uFA13\uFA14\uFA1F\uFA21\uFA23\uFA24\uFA27\uFA28\uFA29";

  private Lookalikes() {}

  /** The first of them with their numbers, such as {@code С U+0421}; empty when there are none. */
  static String in(Stream<String> names) {
    return names
        .flatMapToInt(String::codePoints)
        .filter(Lookalikes::misleads)
        .distinct()
        .limit(MOST)
        .mapToObj(c -> Character.toString(c) + " U+%04X".formatted(c))
        .collect(Collectors.joining(", "));
  }

  private static boolean misleads(int c) {
    boolean radical = c >= 0x2E80 && c <= 0x2FDF;
    boolean compatible = (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
    boolean styled = c >= 0x1D400 && c <= 0x1D7FF;
    return radical
        || styled
        || (compatible && UNIFIED.indexOf(c) < 0)
        || (Character.isLetter(c) && ALPHABETS.contains(UnicodeScript.of(c)));
  }
}
