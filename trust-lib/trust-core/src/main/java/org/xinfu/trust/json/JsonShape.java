package org.xinfu.trust.json;

import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * Reading values out of a parsed text that anybody may have written: a member that is missing, of
 * another type, or no date, number or key where one belongs, all means that the text is not the
 * JSON that was expected.
 */
public final class JsonShape {
  private JsonShape() {}

  /**
   * What {@code reading} gives.
   *
   * @throws JsonException when the text is not what {@code reading} takes it for
   */
  public static <T> T expect(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ClassCastException
        | NullPointerException
        | NoSuchElementException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException other) {
      throw new JsonException(String.valueOf(other.getMessage()));
    }
  }
}
