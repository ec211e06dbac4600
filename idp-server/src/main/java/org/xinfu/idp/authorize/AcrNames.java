package org.xinfu.idp.authorize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.LevelTable;

/**
 * Values of {@code acr}. A login is told by both axes, {@code urn:xinfu:acr:ial2:aal1}; a client
 * may ask for both or for one alone, {@code urn:xinfu:acr:aal2}, and means at least that.
 *
 * @param ial names of the identity levels
 * @param aal names of the authenticator levels
 */
public record AcrNames(String prefix, Map<Ial, String> ial, Map<Aal, String> aal, Reach reach) {
  /** The highest levels that can be reached here. */
  public record Reach(Ial ial, Aal aal) {}

  /**
   * What a value asks for.
   *
   * @param ial null when the value does not speak of it
   * @param aal null when the value does not speak of it
   */
  record Level(String name, @Nullable Ial ial, @Nullable Aal aal) {
    boolean metBy(Ial known, Aal shown) {
      return identified(known) && (aal == null || shown.compareTo(aal) >= 0);
    }

    boolean identified(Ial known) {
      return ial == null || known.compareTo(ial) >= 0;
    }
  }

  /** The value that tells these levels. */
  public String of(Ial known, Aal shown) {
    return prefix + ial.get(known) + ":" + aal.get(shown);
  }

  /** What a value asks for; empty when it is none of ours. */
  Optional<Level> level(String name) {
    return levels().stream().filter(level -> level.name().equals(name)).findFirst();
  }

  /** The value of what {@code name} tells, cut to these; nothing told is the lowest level. */
  public String atMost(String name, Ial highestIal, Aal highestAal) {
    Level told = level(name).orElse(null);
    Ial known = told == null || told.ial() == null ? Ial.IAL1 : told.ial();
    Aal shown = told == null || told.aal() == null ? Aal.AAL1 : told.aal();
    return of(
        known.compareTo(highestIal) > 0 ? highestIal : known,
        shown.compareTo(highestAal) > 0 ? highestAal : shown);
  }

  /** The national platform's level of a value that tells both axes; the lowest for any other. */
  public String level(LevelTable table, String name) {
    Level told = level(name).orElse(null);
    Ial known = told == null || told.ial() == null ? Ial.IAL1 : told.ial();
    Aal shown = told == null || told.aal() == null ? Aal.AAL1 : told.aal();
    return table.of(known, shown);
  }

  /** The value of {@code acr_values_supported}: what can be reached here. */
  public List<String> supported() {
    return levels().stream()
        .filter(level -> level.metBy(reach.ial(), reach.aal()))
        .map(Level::name)
        .toList();
  }

  private List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    for (Ial known : Ial.values()) {
      for (Aal shown : Aal.values()) {
        levels.add(new Level(of(known, shown), known, shown));
      }
    }
    for (Ial known : Ial.values()) {
      levels.add(new Level(prefix + ial.get(known), known, null));
    }
    for (Aal shown : Aal.values()) {
      levels.add(new Level(prefix + aal.get(shown), null, shown));
    }
    return levels;
  }
}
