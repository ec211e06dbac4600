package org.xinfu.trust.id;

import java.util.Optional;

/**
 * Unified social credit code 统一社会信用代码, GB 32100-2015: 17 characters and a check character over an
 * alphabet without I, O, Z, S and V.
 */
public record UnifiedSocialCreditCode(String value) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  public UnifiedSocialCreditCode {
    if (!holds(value)) {
      throw new IllegalArgumentException("not a unified social credit code");
    }
  }

  /** The code, when length, alphabet, division digits and check character are right. */
  public static Optional<UnifiedSocialCreditCode> parse(String text) {
    return holds(text) ? Optional.of(new UnifiedSocialCreditCode(text)) : Optional.empty();
  }

  /**
   * Completes 17 characters with their check character.
   *
   * @throws IllegalArgumentException when a character is off the alphabet
   */
  public static UnifiedSocialCreditCode complete(String first17) {
    return new UnifiedSocialCreditCode(first17 + checkCharacter(first17));
  }

  private static boolean holds(String text) {
    if (text.length() != 18) {
      return false;
    }
    for (int i = 0; i < 18; i++) {
      boolean digitPlace = i >= 2 && i < 8;
      if (ALPHABET.indexOf(text.charAt(i)) < 0 || (digitPlace && !digit(text.charAt(i)))) {
        return false;
      }
    }
    return checkCharacter(text.substring(0, 17)) == text.charAt(17);
  }

  /** GB 32100 §4.6: (31 − Σ Cᵢ·3ⁱ⁻¹ mod 31) mod 31. */
  private static char checkCharacter(String first17) {
    if (first17.length() != 17) {
      throw new IllegalArgumentException("17 characters were expected");
    }
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < 17; i++) {
      int place = ALPHABET.indexOf(first17.charAt(i));
      if (place < 0) {
        throw new IllegalArgumentException("character off the alphabet at " + i);
      }
      sum = (sum + place * weight) % 31;
      weight = weight * 3 % 31;
    }
    return ALPHABET.charAt((31 - sum) % 31);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return value;
  }
}
