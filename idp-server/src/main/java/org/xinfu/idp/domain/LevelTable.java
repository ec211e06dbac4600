package org.xinfu.idp.domain;

import java.util.List;
import java.util.Optional;

/**
 * The national platform's levels and what each stands on. Everywhere else the two axes are kept
 * apart; this table is the only place where they meet.
 *
 * @param rows from the lowest to the highest; the lowest asks for nothing
 */
public record LevelTable(List<Row> rows) {
  public LevelTable {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || !rows.getFirst().metBy(Ial.IAL1, Aal.AAL1)) {
      throw new IllegalArgumentException("the lowest level asks for IAL1 and AAL1");
    }
    for (int i = 1; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (!rows.get(i - 1).metBy(row.ial(), row.aal())) {
        throw new IllegalArgumentException("levels rise: " + row.name());
      }
    }
  }

  /**
   * One level.
   *
   * @param name as the platform has it, such as {@code L3}
   */
  public record Row(String name, Ial ial, Aal aal) {
    /** Whether both axes reach it. */
    public boolean metBy(Ial known, Aal shown) {
      return known.compareTo(ial) >= 0 && shown.compareTo(aal) >= 0;
    }
  }

  /** The highest level that both axes reach. */
  public String of(Ial known, Aal shown) {
    return rows.stream()
        .filter(row -> row.metBy(known, shown))
        .reduce((lower, higher) -> higher)
        .map(Row::name)
        .orElseThrow();
  }

  /** The row of that name, when there is one. */
  public Optional<Row> find(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /** The row of that name; the lowest for a name that is not in the table. */
  public Row row(String name) {
    return find(name).orElse(rows.getFirst());
  }
}
