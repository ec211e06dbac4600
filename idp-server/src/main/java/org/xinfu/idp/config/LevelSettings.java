package org.xinfu.idp.config;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.LevelTable;

/**
 * The national platform's levels (prefix {@code xinfu.levels}).
 *
 * @param rows each a name and the least it asks for on both axes, from the lowest to the highest
 */
@ConfigurationProperties("xinfu.levels")
record LevelSettings(
    @DefaultValue({"L1 IAL1 AAL1", "L2 IAL2 AAL1", "L3 IAL3 AAL2", "L4 IAL3 AAL3"})
        List<String> rows) {
  LevelTable table() {
    return new LevelTable(rows.stream().map(LevelSettings::row).toList());
  }

  private static LevelTable.Row row(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    if (words.size() != 3) {
      throw new IllegalArgumentException("xinfu.levels.rows: a name, an IAL and an AAL");
    }
    return new LevelTable.Row(words.get(0), Ial.valueOf(words.get(1)), Aal.valueOf(words.get(2)));
  }
}
