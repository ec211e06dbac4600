package org.xinfu.idp.domain;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Words of others that pages, messages and books show among our own: names of people and services,
 * what they are asked for. They must read as they are kept.
 */
public final class ShownText {
  /** Letters and marks that show nothing: fillers of Hangul and Khmer, an empty Braille cell. */
  private static final Set<Integer> BLANK =
      Set.of(0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0);

  /** Spaces at which no line ends (UAX #14, GL): they look like a space and are none. */
  private static final Set<Integer> UNBROKEN = Set.of(0x00a0, 0x2007, 0x202f);

  /**
   * Scripts that spell words with joiners (Unicode Standard §23.2, UTS #39 §3.1.1): letters that
   * join, and those of the family of Brahmi.
   */
  private static final Set<UnicodeScript> JOINING =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.NKO,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.PHAGS_PA,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.TIBETAN,
          UnicodeScript.MYANMAR,
          UnicodeScript.KHMER,
          UnicodeScript.BALINESE,
          UnicodeScript.JAVANESE);

  private ShownText() {}

  /**
   * Whether it is one line that shows all it has, and something: no controls, no ends of line, no
   * half characters, and nothing that is unseen or turns the order round (UAX #9 §2, UTS #39 §3).
   */
  public static boolean line(String text) {
    return seen(text) && text.codePoints().anyMatch(ShownText::shows);
  }

  /** The same of several lines; some may be empty. */
  public static boolean lines(String text) {
    return text.lines().allMatch(ShownText::seen) && text.codePoints().anyMatch(ShownText::shows);
  }

  /** Whether somebody or something may be called so: a line without spaces that are others. */
  public static boolean name(String text, int most) {
    return text.length() <= most && line(text) && text.codePoints().noneMatch(UNBROKEN::contains);
  }

  /** Without what is unseen at its ends, as comes along when text is pasted. */
  public static String trimmed(String text) {
    return text.replaceFirst("^[\\s\\p{Z}\\x{200b}\\x{200e}\\x{200f}\\x{2060}\\x{feff}]+", "")
        .replaceFirst("[\\s\\p{Z}\\x{200b}\\x{200e}\\x{200f}\\x{2060}\\x{feff}]+$", "");
  }

  private static boolean seen(String text) {
    int[] characters = text.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      int before = i > 0 ? characters[i - 1] : 0;
      int after = i + 1 < characters.length ? characters[i + 1] : 0;
      if (!seen(characters[i], before, after)) {
        return false;
      }
    }
    return true;
  }

  private static boolean seen(int character, int before, int after) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> joins(character) && joined(before) && joined(after);
      case Character.UNASSIGNED -> !ignored(character);
      default -> selects(character) ? selected(character, before) : !BLANK.contains(character);
    };
  }

  /** Joiners (§23.2), and what separates a Mongolian vowel (§13.5). */
  private static boolean joins(int character) {
    return character == 0x200c || character == 0x200d || character == 0x180e;
  }

  private static boolean joined(int neighbour) {
    boolean spelled = Character.isLetter(neighbour) || mark(neighbour);
    return spelled && JOINING.contains(UnicodeScript.of(neighbour));
  }

  /** Default ignorable, whatever it may become (DerivedCoreProperties). */
  private static boolean ignored(int character) {
    return character == 0x2065
        || (character >= 0xfff0 && character <= 0xfff8)
        || (character >= 0xe0000 && character <= 0xe0fff);
  }

  /** Selectors of variations: Mongolian ones, those of the first plane, those of ideographs. */
  private static boolean selects(int character) {
    return (character >= 0x180b && character <= 0x180d)
        || character == 0x180f
        || (character >= 0xfe00 && character <= 0xfe0f)
        || (character >= 0xe0100 && character <= 0xe01ef);
  }

  /** Whether the character before is one that has variations (§23.4); any other looks the same. */
  private static boolean selected(int selector, int base) {
    if (selector >= 0xe0100) {
      return Character.isIdeographic(base);
    }
    if (selector < 0xfe00) {
      return Character.isLetter(base) && UnicodeScript.of(base) == UnicodeScript.MONGOLIAN;
    }
    if (selector >= 0xfe0e) { // as text, as a picture
      int type = Character.getType(base);
      return Character.isEmoji(base)
          && (type == Character.OTHER_SYMBOL || type == Character.MATH_SYMBOL);
    }
    return Character.isIdeographic(base)
        || Character.getType(base) == Character.MATH_SYMBOL
        || (Character.isLetter(base) && JOINING.contains(UnicodeScript.of(base)));
  }

  private static boolean mark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** Letters, digits, symbols, and those of one's own fonts, which rare names have. */
  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          !BLANK.contains(character);
      default -> Character.isLetterOrDigit(character) && !BLANK.contains(character);
    };
  }
}
