package org.xinfu.kit.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL with named parameters, whose places are found once. Spring reads, spells and hashes such a
 * text anew with each statement, which costs more than the driver does for one of fifty parameters.
 *
 * <p>A parameter is a colon and a name, as for Spring. Casts ({@code ::text}) are none, nor is
 * anything in quotes; a question mark outside of quotes would be taken for a parameter by the
 * driver and is refused.
 */
public final class NamedSql {
  /** In this order: what is in quotes, a cast, a parameter, what is left for the driver. */
  private static final Pattern PART =
      Pattern.compile("'[^']*'|\"[^\"]*\"|::|:([A-Za-z][A-Za-z0-9_]*)|\\?");

  private final String text;
  private final List<String> names;
  private final Map<String, int[]> places;

  private NamedSql(String text, List<String> names) {
    this.text = text;
    this.names = List.copyOf(names);
    this.places = new HashMap<>();
    names.forEach(name -> places.computeIfAbsent(name, this::placesOf));
  }

  /** Reads the SQL, which is a constant and never input. */
  public static NamedSql of(String sql) {
    List<String> names = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Matcher part = PART.matcher(sql);
    while (part.find()) {
      String name = part.group(1);
      if (name != null) {
        names.add(name);
      } else if (part.group().equals("?")) {
        throw new IllegalArgumentException("a question mark in " + sql);
      }
      part.appendReplacement(text, name == null ? Matcher.quoteReplacement(part.group()) : "?");
    }
    return new NamedSql(part.appendTail(text).toString(), names);
  }

  /** Values for one statement. */
  public NamedValues values() {
    return new NamedValues(this);
  }

  /** The same SQL as the driver reads it. */
  String text() {
    return text;
  }

  /** The parameter of each place. */
  List<String> names() {
    return names;
  }

  /** Where the parameter stands; nowhere when there is none of that name. */
  int[] places(String name) {
    return places.getOrDefault(name, NOWHERE);
  }

  private static final int[] NOWHERE = {};

  private int[] placesOf(String name) {
    return java.util.stream.IntStream.range(0, names.size())
        .filter(place -> names.get(place).equals(name))
        .toArray();
  }
}
