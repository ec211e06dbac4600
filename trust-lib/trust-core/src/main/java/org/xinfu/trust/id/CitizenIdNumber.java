package org.xinfu.trust.id;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Citizen identity number 公民身份号码, GB 11643-1999: six digits of the division, eight of the birth
 * date, three of order and a check character (ISO 7064 MOD 11-2).
 */
public record CitizenIdNumber(String value) {
  private static final String CHECK = "10X98765432";

  public CitizenIdNumber {
    if (!holds(value)) {
      // The number itself is personal and stays out of the message.
      throw new IllegalArgumentException("not a citizen identity number");
    }
  }

  /** The number, when digits, birth date and check character are right; {@code x} counts as X. */
  public static Optional<CitizenIdNumber> parse(String text) {
    String upper = text.replace('x', 'X');
    return holds(upper) ? Optional.of(new CitizenIdNumber(upper)) : Optional.empty();
  }

  /** Completes 17 digits with their check character. */
  public static CitizenIdNumber complete(String first17) {
    return new CitizenIdNumber(first17 + checkCharacter(first17));
  }

  /** The date of birth it carries. */
  public LocalDate birthDate() {
    return birthDate(value).orElseThrow();
  }

  /** The first three and last two characters, the rest as asterisks: for screens and logs. */
  public String masked() {
    return value.substring(0, 3) + "*************" + value.substring(16);
  }

  private static boolean holds(String text) {
    return text.matches("[1-9][0-9]{16}[0-9X]")
        && birthDate(text).isPresent()
        && checkCharacter(text.substring(0, 17)) == text.charAt(17);
  }

  private static Optional<LocalDate> birthDate(String text) {
    try {
      int year = Integer.parseInt(text.substring(6, 10));
      int month = Integer.parseInt(text.substring(10, 12));
      int day = Integer.parseInt(text.substring(12, 14));
      return year < 1800 ? Optional.empty() : Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /** GB 11643 §4: Σ aᵢ·2^(18−i) mod 11, looked up. */
  private static char checkCharacter(String first17) {
    if (!first17.matches("[0-9]{17}")) {
      throw new IllegalArgumentException("17 digits were expected");
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum = (sum + (first17.charAt(i) - '0')) * 2 % 11;
    }
    return CHECK.charAt(sum);
  }

  @Override
  public String toString() {
    return masked();
  }
}
