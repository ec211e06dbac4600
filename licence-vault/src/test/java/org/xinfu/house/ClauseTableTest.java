package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of clauses in specs/README.md names the tests that show each clause, and where
 * divergences.md tells of what is otherwise; all of it is there.
 */
class ClauseTableTest {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));
  private static final String NOTHING = "–";
  private static final String DIVERGENCES = "specs/src/main/resources/specs/divergences.md";
  private static final String HEAD = "| Standard, clause";

  /** Clause, what, state, the tests that show it as {@code Class.method}, and the divergence. */
  private record Row(String clause, String state, List<String> tests, String told) {
    static Row of(String line) {
      List<String> cells = cells(line);
      assertThat(cells).as(line).hasSize(5);
      return new Row(cells.get(0), cells.get(2), List.of(cells.get(3).split(", ")), cells.get(4));
    }

    boolean done() {
      return state.equals("done");
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
    Map<String, Path> classes = testClasses();
    for (Row row : rows()) {
      assertThat(row.state()).as(row.clause()).isIn("done", "differently", "not done");
      if (row.state().equals("not done") && row.tests().equals(List.of(NOTHING))) {
        continue;
      }
      for (String test : row.tests()) {
        String[] named = test.split("\\.");
        assertThat(named).as(row.clause() + ": " + test).hasSize(2);
        assertThat(classes).as(row.clause()).containsKey(named[0]);
        assertThat(methods(classes.get(named[0]))).as(row.clause()).contains(named[1]);
      }
    }
  }

  @Test
  void whatIsNotDoneAsWrittenIsToldAmongTheDivergences() throws IOException {
    Set<String> told = divergences();
    for (Row row : rows()) {
      if (row.done()) {
        assertThat(row.told()).as(row.clause()).isEqualTo(NOTHING);
      } else {
        assertThat(told).as(row.clause()).contains(row.told());
      }
    }
  }

  /** A merge that keeps both sides leaves two rows, of which one is stale. */
  @Test
  void nothingStandsTwiceAmongTheDivergences() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(DIVERGENCES));
    assertThat(lines.stream().filter(line -> line.startsWith("|")).map(line -> cells(line).get(0)))
        .filteredOn(cell -> !HEAD.equals("| " + cell) && !cell.startsWith("---"))
        .hasSizeGreaterThan(50)
        .doesNotHaveDuplicates();
  }

  private static List<Row> rows() throws IOException {
    return table("specs/README.md").map(Row::of).toList();
  }

  /** The first cells of the library's divergences. */
  private static Set<String> divergences() throws IOException {
    return table(DIVERGENCES).map(line -> cells(line).get(0)).collect(Collectors.toSet());
  }

  /** The lines of the first table of standards in a file. */
  private static Stream<String> table(String file) throws IOException {
    return Files.readAllLines(ROOT.resolve(file)).stream()
        .dropWhile(line -> !line.startsWith(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"));
  }

  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  /** What a class of tests runs: its methods that nobody hid and that are no class's own. */
  private static List<String> methods(Path file) throws IOException {
    Pattern method =
        Pattern.compile("^  (?:public )?(?:void|Stream<DynamicTest>) (\\w+)\\(", Pattern.MULTILINE);
    return method.matcher(Files.readString(file)).results().map(m -> m.group(1)).toList();
  }

  private static Map<String, Path> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("trust-lib"))) {
      return files
          .filter(file -> Arrays.asList(file.toString().split("/")).contains("test"))
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }
}
