package org.xinfu.idp.domain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person's UKey signs: text that its owner and the signing program can read, so that both
 * can see for whom and for what the signature is.
 *
 * @param origin of the server that asks, as the browser shows it
 * @param nonce 256 random bits in base64url
 * @param expires whole seconds
 */
public record UkeyChallenge(String origin, Purpose purpose, String nonce, Instant expires) {
  private static final Pattern FORM =
      Pattern.compile(
          "Xinfu UKey challenge 1\\n"
              + "origin: ([\\x21-\\x7e]{1,200})\\n"
              + "purpose: ([a-z-]{1,10})\\n"
              + "nonce: ([A-Za-z0-9_-]{43})\\n"
              + "expires: ([0-9TZ:-]{20})\\n");

  /** What the signature is good for; for one thing alone. */
  public enum Purpose {
    /** Logging in. */
    LOGIN,
    /** Making the certificate a way to log in. */
    BIND,
    /** Showing more in a login that is there already. */
    STEP_UP;

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The octets to be signed are this in UTF-8. */
  public String text() {
    return "Xinfu UKey challenge 1\norigin: %s\npurpose: %s\nnonce: %s\nexpires: %s\n"
        .formatted(origin, purpose.code(), nonce, expires);
  }

  /** Reads {@link #text()}; empty when anything else is there. */
  public static Optional<UkeyChallenge> parse(String text) {
    Matcher read = FORM.matcher(text);
    if (text.length() > 400 || !read.matches()) {
      return Optional.empty();
    }
    try {
      Instant expires = Instant.parse(read.group(4));
      return Arrays.stream(Purpose.values())
          .filter(purpose -> purpose.code().equals(read.group(2)))
          .map(purpose -> new UkeyChallenge(read.group(1), purpose, read.group(3), expires))
          .filter(challenge -> challenge.text().equals(text))
          .findFirst();
    } catch (DateTimeException noMoment) {
      return Optional.empty();
    }
  }
}
