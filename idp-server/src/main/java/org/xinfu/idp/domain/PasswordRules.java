package org.xinfu.idp.domain;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Which passwords may be chosen (NIST SP 800-63B §3.1.1.2): length and a list of what is guessed
 * first, no rule of composition, every character allowed.
 */
public final class PasswordRules {
  /** In characters. */
  public static final int SHORTEST = 10;

  /** In characters; longer ones would only cost time. */
  public static final int LONGEST = 128;

  private final Set<String> common;

  /** Takes common passwords in lower case. */
  public PasswordRules(Set<String> common) {
    this.common = Set.copyOf(common);
  }

  /** Why a password may not be chosen. */
  public enum Fault {
    TOO_SHORT,
    TOO_LONG,
    COMMON,
    PERSONAL,
    NONE
  }

  /** The same characters typed on another keyboard are the same password (§3.1.1.2, NFKC). */
  public static String normal(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC);
  }

  /**
   * Judges a normal password.
   *
   * @param personal what an acquaintance would try: login name, phone number, mailbox, name
   */
  public Fault judge(String password, Collection<String> personal) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      return Fault.TOO_SHORT;
    }
    if (length > LONGEST) {
      return Fault.TOO_LONG;
    }
    String lower = password.toLowerCase(Locale.ROOT);
    if (isCommon(lower)) {
      return Fault.COMMON;
    }
    boolean known = personal.stream().anyMatch(word -> holds(lower, word.toLowerCase(Locale.ROOT)));
    return known ? Fault.PERSONAL : Fault.NONE;
  }

  /** A listed word with digits around it, a run, or few different characters. */
  private boolean isCommon(String lower) {
    String core = lower.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    return common.contains(lower)
        || common.contains(core)
        || lower.chars().distinct().count() < 5
        || run(lower);
  }

  private static boolean run(String text) {
    int steps = 0;
    for (int i = 1; i < text.length(); i++) {
      if (Math.abs(text.charAt(i) - text.charAt(i - 1)) <= 1) {
        steps++;
      }
    }
    return steps * 10 >= (text.length() - 1) * 8;
  }

  private static boolean holds(String password, String word) {
    String bare = word.startsWith("+86") ? word.substring(3) : word;
    int at = bare.indexOf('@');
    String part = at > 0 ? bare.substring(0, at) : bare;
    return part.length() >= 4 && password.contains(part);
  }
}
