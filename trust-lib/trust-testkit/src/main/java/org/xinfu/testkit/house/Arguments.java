package org.xinfu.testkit.house;

import java.util.HashMap;
import java.util.Map;

/** Pairs of option and value. */
public final class Arguments {
  private final Map<String, String> pairs = new HashMap<>();

  private Arguments() {}

  /**
   * Reads {@code --name value …}.
   *
   * @throws IllegalArgumentException when an option has no value
   */
  public static Arguments of(String... arguments) {
    Arguments read = new Arguments();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException("expected --name value, found " + arguments[i]);
      }
      read.pairs.put(arguments[i], arguments[i + 1]);
    }
    return read;
  }

  public String required(String name) {
    String value = pairs.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  public String or(String name, String other) {
    return pairs.getOrDefault(name, other);
  }
}
