package org.xinfu.idp.domain;

import java.util.Set;

/**
 * Words of others that pages, messages and books show among our own: names of people and services,
 * what they are asked for. They must read as they are kept.
 */
public final class ShownText {
  /**
   * Joiners, with which words of some scripts are spelled (Unicode Standard §23.2), and what
   * separates a Mongolian vowel (§13.5).
   */
  private static final Set<Integer> SPELLING = Set.of(0x200c, 0x200d, 0x180e);

  /** Letters and marks that show nothing: fillers of Hangul and Khmer, an empty Braille cell. */
  private static final Set<Integer> BLANK =
      Set.of(0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0);

  private ShownText() {}

  /**
   * Whether it is one line that shows all it has: no controls, no ends of line, no half characters,
   * and nothing that is unseen or turns the order round (UAX #9 §2, UTS #39 §3).
   */
  public static boolean line(String text) {
    return text.codePoints().allMatch(ShownText::seen);
  }

  /** The same of several lines. */
  public static boolean lines(String text) {
    return text.lines().allMatch(ShownText::line);
  }

  private static boolean seen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> SPELLING.contains(character);
      default -> !BLANK.contains(character);
    };
  }
}
