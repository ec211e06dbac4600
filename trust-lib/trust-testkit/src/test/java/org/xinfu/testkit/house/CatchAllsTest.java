package org.xinfu.testkit.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever catches whatever comes hides his own mistakes: a broken world is an exception, a bug is a
 * crash. Only where somebody else's reader throws more than it says is it caught, in few places.
 */
class CatchAllsTest {
  private static final Pattern CATCH_ALL =
      Pattern.compile(
          "catch\\s*\\(\\s*(final\\s+)?[^)]*\\b(RuntimeException|Exception|Throwable|Error)\\b");

  /** Where it is right, and why. */
  private static final Map<String, String> JUSTIFIED =
      Map.of(
          "trust-core/src/main/java/org/xinfu/trust/der/Decoding.java",
          "Bouncy Castle, ImageIO and the JDK's providers throw unchecked types at hostile octets",
          "trust-p11/src/main/java/org/xinfu/trust/p11/internal/wrapper/Mechanisms.java",
          "MethodHandle.invokeExact declares Throwable");

  @Test
  void nobodyCatchesWhateverComes() throws IOException {
    Path root = Path.of(System.getProperty("xinfu.root"), "trust-lib");
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          // Scaffolding, never shipped: the fuzzer is there to catch everything.
          .filter(file -> !file.startsWith(root.resolve("trust-testkit")))
          .filter(file -> !file.startsWith(root.resolve("trust-bench")))
          .filter(file -> CATCH_ALL.matcher(read(file)).find())
          .forEach(file -> found.add(root.relativize(file).toString()));
    }
    assertThat(found).isEqualTo(new TreeSet<>(JUSTIFIED.keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catch (RuntimeException e)",
        "catch (Exception e)",
        "catch (Throwable e)",
        "catch (final Exception e)",
        "catch (IOException | RuntimeException e)",
        "catch (IOException\n        | RuntimeException e)",
        "catch(Error e)"
      })
  void theRuleSeesWhatItIsFor(String line) {
    assertThat(CATCH_ALL.matcher(line).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catch (IOException e)",
        "catch (ParseException | StackOverflowError e)",
        "catch (UncheckedIOException e)",
        "catch (JsonException e)"
      })
  void andNothingElse(String line) {
    assertThat(CATCH_ALL.matcher(line).find()).isFalse();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
