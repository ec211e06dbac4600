package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody adds an endpoint that changes something without a word about its row in the book. */
class ActsOfEndpointsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @Test
  void every_endpoint_that_changes_something_says_what_is_booked_of_it() throws IOException {
    Set<String> routes = entries("authorization-matrix.txt").keySet();
    Set<String> booked = entries("acts-of-endpoints.txt").keySet();
    assertThat(booked).as("every row is an endpoint").isSubsetOf(routes);
    assertThat(routes.stream().filter(route -> !route.startsWith("GET ")))
        .as("every endpoint that is no GET has a row")
        .isSubsetOf(booked);
  }

  @Test
  void what_is_not_booked_has_its_reason() throws IOException {
    entries("acts-of-endpoints.txt")
        .forEach(
            (route, acts) -> {
              if (acts.startsWith("-")) {
                assertThat(acts).as(route).matches("- [a-z].{3,}");
              }
            });
  }

  @Test
  void every_act_is_the_servers_and_has_a_name_in_both_languages() throws IOException {
    String code = code();
    Set<String> acts =
        entries("acts-of-endpoints.txt").values().stream()
            .filter(line -> !line.startsWith("-"))
            .flatMap(line -> Stream.of(line.split(" ")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(acts).hasSizeGreaterThan(50);
    assertThat(acts).as("in the server").allMatch(act -> code.contains('"' + act + '"'));
    for (String suffix : List.of("", "_zh_CN")) {
      Set<String> names = named(suffix);
      assertThat(acts).as("named in messages" + suffix).isSubsetOf(names);
    }
  }

  private static Set<String> named(String suffix) {
    return Stream.of("admin", "staff", "mandate", "person", "sandbox", "messages")
        .map(name -> Path.of("src/main/resources", name + suffix + ".properties"))
        .flatMap(file -> read(file).lines())
        .filter(line -> line.startsWith("audit.act."))
        .map(line -> line.substring("audit.act.".length(), line.indexOf('=')))
        .collect(Collectors.toSet());
  }

  private static String code() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ActsOfEndpointsTest::read)
          .collect(Collectors.joining());
    }
  }

  /** By route what stands behind the bar; a route that stands twice is refused. */
  private static TreeMap<String, String> entries(String file) throws IOException {
    return Files.readAllLines(RESOURCES.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\|", 2))
        .collect(
            Collectors.toMap(
                sides -> sides[0].strip(),
                sides -> sides[1].strip(),
                (one, other) -> {
                  throw new IllegalStateException("twice: " + one + " and " + other);
                },
                TreeMap::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
