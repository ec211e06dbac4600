package org.xinfu.testkit.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All that is wrong at once, since one surprise seldom comes alone. */
final class Findings {
  private static final int MOST = 60;

  private Findings() {}

  /** Looks at each, and fails in the end with what every look found. */
  static <T> void each(Stream<T> things, Consumer<T> look) {
    List<String> found = new ArrayList<>();
    things.forEach(
        thing -> {
          try {
            look.accept(thing);
          } catch (AssertionError surprise) {
            found.add(String.valueOf(surprise.getMessage()));
          }
        });
    if (!found.isEmpty()) {
      List<String> shown = found.subList(0, Math.min(MOST, found.size()));
      throw new AssertionError(found.size() + " surprises\n" + String.join("\n\n", shown));
    }
  }
}
