package org.xinfu.idp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a guide as a reader types them: every fenced block that calls curl, or one that
 * is named {@code ```sh NAME}. A call that fails ends the test; what an answer names (client, keys)
 * is there for the commands behind it.
 */
final class GuideCommands {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^ *```(?:sh +([a-z-]+)|[a-z]+)?\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("`([^`\\n]+)`");
  private static final String PRELUDE =
      """
      set -eu
      curl() {
        OUT=$(command curl -sS --fail-with-body "$@") || { echo "curl $*: $OUT" >&2; exit 1; }
        echo "$OUT"
        id=$(printf %s "$OUT" | sed -n 's/.*"client_id":"\\([^"]*\\)".*/\\1/p' | head -1)
        if [ -n "$id" ]; then CLIENT_ID=$id; APP_ID=$id; fi
        key=$(printf %s "$OUT" | sed -n 's/.*"\\(app_key\\|key\\)":"\\([^"]*\\)".*/\\2/p' | head -1)
        if [ -n "$key" ]; then APP_KEY=$key; fi
      }
      """;

  private final String guide;
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Path.of(".");

  GuideCommands(String guide) {
    this.guide = read(guide);
  }

  GuideCommands with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Where the commands are typed. */
  GuideCommands in(Path typedIn) {
    directory = typedIn;
    return this;
  }

  /** The text of each block that calls curl and has no name. */
  List<String> calls() {
    List<String> calls = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(guide);
    while (blocks.find()) {
      if (blocks.group(1) == null && blocks.group(2).contains("curl ")) {
        calls.add(blocks.group(2));
      }
    }
    return calls;
  }

  /** All blocks in their order, and in what is around them the words that a reader types. */
  List<String> typed() {
    List<String> typed = new ArrayList<>();
    BLOCK.matcher(guide).results().map(block -> block.group(2)).forEach(typed::add);
    WORD.matcher(BLOCK.matcher(guide).replaceAll(""))
        .results()
        .map(word -> word.group(1))
        .distinct()
        .sorted()
        .forEach(typed::add);
    return typed;
  }

  /** The first block of this language. */
  String text(String language) {
    String open = "```" + language + "\n";
    int from = guide.indexOf(open) + open.length();
    return guide.substring(from, guide.indexOf("```", from));
  }

  /** Runs the block of this name; the answer is what it printed. */
  String run(String name) {
    return execute(named(name));
  }

  /** The text of the block of this name. */
  String named(String name) {
    Matcher blocks = BLOCK.matcher(guide);
    while (blocks.find()) {
      if (name.equals(blocks.group(1))) {
        return blocks.group(2);
      }
    }
    throw new AssertionError("the guide has no block " + name);
  }

  /** Runs these commands in a shell. */
  String execute(String commands) {
    try {
      ProcessBuilder shell = new ProcessBuilder("bash", "-c", PRELUDE + commands);
      shell.environment().putAll(environment);
      shell.directory(directory.toFile());
      Process process = shell.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(commands + "\nsaid: " + said);
      }
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(commands, e);
    }
  }

  private static String read(String guide) {
    try (InputStream file = GuideCommands.class.getResourceAsStream("/specs/guides/" + guide)) {
      if (file == null) {
        throw new AssertionError("no guide " + guide);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(guide, e);
    }
  }
}
