package org.xinfu.trust.der;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reading strangers' octets with a reader that is not ours. Bouncy Castle and the JDK decode when
 * asked and throw more unchecked types than they document (ClassCastException,
 * ArrayIndexOutOfBoundsException, NullPointerException, …) when they cannot: all mean the same,
 * that the octets are damaged. Here and nowhere else that is caught; parsers ask for everything
 * once, so that nobody has to later.
 */
public final class Decoding {
  private Decoding() {}

  /** What reads. */
  @FunctionalInterface
  public interface Reading<T> {
    @Nullable T read() throws IOException, ParseException, GeneralSecurityException;
  }

  /** What {@code reading} gives; empty when that is nothing or the octets are damaged. */
  public static <T> Optional<T> of(Reading<T> reading) {
    try {
      return Optional.ofNullable(reading.read());
    } catch (IOException | ParseException | GeneralSecurityException | RuntimeException damaged) {
      return Optional.empty();
    }
  }

  /** The same for a reading that has its own ways to say that there is nothing. */
  public static <T> Optional<T> maybe(Reading<Optional<T>> reading) {
    return of(reading).flatMap(Function.identity());
  }
}
