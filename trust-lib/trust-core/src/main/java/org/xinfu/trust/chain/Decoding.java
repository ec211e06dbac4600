package org.xinfu.trust.chain;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reading a value with Bouncy Castle, which decodes when asked and throws several unchecked types
 * when it cannot. Parsers ask for everything here, once, so that nobody has to later.
 */
final class Decoding {
  private Decoding() {}

  /** What {@code reading} gives; empty when that is nothing or the octets are damaged. */
  static <T> Optional<T> of(Supplier<T> reading) {
    try {
      return Optional.ofNullable(reading.get());
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
  }
}
