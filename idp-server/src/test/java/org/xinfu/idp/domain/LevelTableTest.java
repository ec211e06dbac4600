package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.LevelTable.Row;

class LevelTableTest {
  private static final LevelTable TABLE =
      new LevelTable(
          List.of(
              new Row("L1", Ial.IAL1, Aal.AAL1),
              new Row("L2", Ial.IAL2, Aal.AAL1),
              new Row("L3", Ial.IAL3, Aal.AAL2),
              new Row("L4", Ial.IAL3, Aal.AAL3)));

  @Test
  void a_level_is_reached_on_both_axes_or_not_at_all() {
    assertThat(TABLE.of(Ial.IAL1, Aal.AAL3)).isEqualTo("L1");
    assertThat(TABLE.of(Ial.IAL2, Aal.AAL3)).isEqualTo("L2");
    assertThat(TABLE.of(Ial.IAL3, Aal.AAL1)).isEqualTo("L2");
    assertThat(TABLE.of(Ial.IAL3, Aal.AAL2)).isEqualTo("L3");
    assertThat(TABLE.of(Ial.IAL3, Aal.AAL3)).isEqualTo("L4");
  }

  @Test
  void a_name_that_nobody_knows_is_the_lowest_level() {
    assertThat(TABLE.row("L9")).isEqualTo(TABLE.rows().getFirst());
    assertThat(TABLE.row("L3").ial()).isEqualTo(Ial.IAL3);
  }

  /** One value for two axes says less than either: it is the national platform's alone. */
  @Test
  void the_names_stand_in_the_settings_of_the_table_and_nowhere_else() throws IOException {
    Pattern name = Pattern.compile("\\bL[1-4]\\b");
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> !file.toString().matches(".*\\.(png|svg|woff2?|ico)"))
                  .filter(file -> name.matcher(withoutComments(file)).find())
                  .map(file -> file.getFileName().toString()))
          .as("and in what the simulated platform says")
          .containsExactlyInAnyOrder("LevelSettings.java", "national.json");
    }
  }

  private static String withoutComments(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_table_rises_from_nothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LevelTable(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LevelTable(List.of(new Row("L2", Ial.IAL2, Aal.AAL1))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new LevelTable(
                    List.of(
                        new Row("L1", Ial.IAL1, Aal.AAL1),
                        new Row("L3", Ial.IAL3, Aal.AAL1),
                        new Row("L2", Ial.IAL2, Aal.AAL2))));
  }
}
