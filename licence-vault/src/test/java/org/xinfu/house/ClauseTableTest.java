package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of clauses in specs/README.md names what it is shown by, and all of it is there. */
class ClauseTableTest {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));
  private static final String NOTHING = "–";

  /** Clause, what, state, and the test classes that show it. */
  private record Row(String clause, String state, List<String> tests) {
    static Row of(String line) {
      String[] cells = line.substring(1).split("\\|", -1);
      assertThat(cells).as(line).hasSize(5);
      return new Row(cells[0].trim(), cells[2].trim(), List.of(cells[3].trim().split(", ")));
    }
  }

  @Test
  void everyStandardOfTheLibraryIsListed() throws IOException {
    String clauses = rows().stream().map(Row::clause).collect(Collectors.joining("\n"));
    assertThat(clauses)
        .contains("GB/T 38540", "GM/T 0031", "GB/T 35275", "GB/T 33190 §18", "GM/T 0099")
        .contains("EN 319 142-1", "EN 319 132-1", "EN 319 122-1", "RFC 3161", "RFC 5280");
  }

  @Test
  void whatIsDoneIsShownByATestThatExists() throws IOException {
    Set<String> tests = testClasses();
    for (Row row : rows()) {
      assertThat(row.state()).as(row.clause()).isIn("done", "differently", "not done");
      if (row.state().equals("not done") && row.tests().equals(List.of(NOTHING))) {
        continue;
      }
      assertThat(tests).as(row.clause()).containsAll(row.tests());
    }
  }

  private static List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("specs/README.md"))) {
      return lines
          .dropWhile(line -> !line.startsWith("| Standard, clause"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(Row::of)
          .toList();
    }
  }

  private static Set<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("trust-lib"))) {
      return files
          .filter(file -> Arrays.asList(file.toString().split("/")).contains("test"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
