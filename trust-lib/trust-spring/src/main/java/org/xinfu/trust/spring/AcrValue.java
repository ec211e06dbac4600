package org.xinfu.trust.spring;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of {@code acr} on two axes, such as {@code urn:xinfu:acr:ial2:aal2}, {@code
 * urn:xinfu:acr:ial2} or {@code urn:xinfu:acr:aal2}.
 *
 * @param prefix what it begins with
 * @param ial 1 to 3, or 0 when the value does not speak of identity assurance
 * @param aal 1 to 3, or 0 when the value does not speak of authenticator assurance
 */
record AcrValue(String prefix, int ial, int aal) {
  private static final Pattern IAL_AAL = Pattern.compile("(.{1,100}:)ial([1-3])(?::aal([1-3]))?");
  private static final Pattern AAL = Pattern.compile("(.{1,100}:)aal([1-3])");

  /** Whether a login told as {@code told} is at least what {@code wanted} names. */
  static boolean satisfies(String told, String wanted) {
    if (told.equals(wanted)) {
      return true;
    }
    Optional<AcrValue> have = parse(told);
    return parse(wanted).flatMap(want -> have.map(has -> has.atLeast(want))).orElse(false);
  }

  private boolean atLeast(AcrValue want) {
    return prefix.equals(want.prefix) && ial >= want.ial && aal >= want.aal;
  }

  private static Optional<AcrValue> parse(String text) {
    Matcher both = IAL_AAL.matcher(text);
    if (both.matches()) {
      return Optional.of(new AcrValue(both.group(1), digit(both.group(2)), digit(both.group(3))));
    }
    Matcher one = AAL.matcher(text);
    return one.matches()
        ? Optional.of(new AcrValue(one.group(1), 0, digit(one.group(2))))
        : Optional.empty();
  }

  private static int digit(@Nullable String text) {
    return text == null ? 0 : text.charAt(0) - '0';
  }
}
