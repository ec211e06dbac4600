package org.xinfu.idp;

/** What an authenticator app does with the key that a page shows. */
final class Totps {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totps() {}

  /** The key in hexadecimal digits. */
  static String hex(String base32) {
    StringBuilder bits = new StringBuilder();
    for (char letter : base32.toCharArray()) {
      int value = LETTERS.indexOf(letter);
      bits.append("%5s".formatted(Integer.toBinaryString(value)).replace(' ', '0'));
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i + 8 <= bits.length(); i += 8) {
      hex.append("%02x".formatted(Integer.parseInt(bits.substring(i, i + 8), 2)));
    }
    return hex.toString();
  }
}
