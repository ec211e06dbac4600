package org.xinfu.idp.factor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Look-up secrets to print and keep (NIST SP 800-63B §3.1.2): ten of 50 random bits each. */
final class RecoveryCodes {
  /** Without letters that look like digits. */
  private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final SecureRandom RANDOM = new SecureRandom();

  private RecoveryCodes() {}

  static List<String> fresh() {
    return IntStream.range(0, 10).mapToObj(i -> one()).toList();
  }

  /** As printed, with or without the hyphen. */
  static String normal(String typed) {
    return typed.replaceAll("[ -]", "").toLowerCase(Locale.ROOT);
  }

  /** With a hyphen in the middle. */
  static String printed(String code) {
    return code.substring(0, 5) + "-" + code.substring(5);
  }

  private static String one() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return code.toString();
  }
}
