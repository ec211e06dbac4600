package org.xinfu.testkit.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may call what, one route a line: {@code METHOD PATH | who | own}.
 *
 * <p>Who: {@code open}, {@code login} (whoever is logged in), or scopes and roles, one of which is
 * enough. Own: what a caller of another organisation, or who is not the holder, gets: {@code own}
 * (404, as if there were no such thing), {@code own 403}; {@code but A B} lets those through. A
 * line {@code NAME = words} gives several words a name, which later lines may use. A fourth column
 * {@code filter} marks what a filter answers and no controller, {@code bare} what looks at neither
 * cookies nor tokens; {@code as NAME} after a path tells several ways of calling it apart.
 */
public final class AccessTable {
  private final List<Row> rows;

  private AccessTable(List<Row> rows) {
    this.rows = rows;
  }

  /** What a call comes to. */
  public enum Outcome {
    ALLOWED,
    /** 401, or led to the login. */
    NOT_LOGGED_IN,
    FORBIDDEN,
    NOT_FOUND
  }

  /**
   * A line.
   *
   * @param as which of several ways of calling it; empty when there is one
   */
  public record Row(
      String method,
      String path,
      String as,
      Set<String> who,
      String own,
      Set<String> exempt,
      boolean filter,
      boolean bare) {
    static Row parse(String line, Map<String, Set<String>> groups) {
      // A path may hold the sign too, but never after white space.
      String[] sides = line.split("\\s\\|(?=\\s|$)", -1);
      String[] route = sides[0].strip().split(" +", -1);
      String own = sides.length > 2 ? sides[2].strip() : "";
      int but = own.indexOf("but ");
      return new Row(
          route[0],
          route[1],
          route.length > 3 ? route[3] : "",
          words(sides[1], groups),
          (but < 0 ? own : own.substring(0, but)).strip(),
          but < 0 ? Set.of() : words(own.substring(but + 4), groups),
          sides.length > 3 && sides[3].strip().equals("filter"),
          sides.length > 3 && sides[3].strip().equals("bare"));
    }

    private static Set<String> words(String text, Map<String, Set<String>> groups) {
      return Arrays.stream(text.strip().split(" +", -1))
          .filter(word -> !word.isEmpty())
          .flatMap(word -> groups.getOrDefault(word, Set.of(word)).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As in {@code GET /verify}. */
    public String route() {
      return method + " " + path;
    }

    /** With the way of calling. */
    public String name() {
      return as.isEmpty() ? route() : route() + " as " + as;
    }

    /** Whether bearer tokens speak here, and nothing else. */
    public boolean api() {
      return path.startsWith("/api/");
    }

    /** Whether everybody may. */
    public boolean open() {
      return who.contains("open");
    }

    /** Whether one of its words lets this caller in. */
    boolean names(Caller caller) {
      return open() || who.contains("login") || caller.words().stream().anyMatch(who::contains);
    }

    Outcome expected(Caller caller) {
      return api() ? atApi(caller) : atPage(caller);
    }

    private Outcome atApi(Caller caller) {
      return switch (caller.kind()) {
        case BAD_TOKEN -> Outcome.NOT_LOGGED_IN; // whoever shows a token shows a good one
        case TOKEN -> open() ? Outcome.ALLOWED : among(caller);
        default -> open() ? Outcome.ALLOWED : Outcome.NOT_LOGGED_IN;
      };
    }

    private Outcome atPage(Caller caller) {
      boolean form = !method.equals("GET") && !method.equals("ANY") && !bare;
      boolean unforgeable =
          caller.kind() == Caller.Kind.SESSION || caller.kind() == Caller.Kind.VISITOR;
      if (form && !unforgeable) {
        return Outcome.FORBIDDEN; // CSRF, whoever it is
      }
      if (open()) {
        return Outcome.ALLOWED;
      }
      return caller.loggedIn() ? among(caller) : Outcome.NOT_LOGGED_IN;
    }

    private Outcome among(Caller caller) {
      if (!names(caller)) {
        return Outcome.FORBIDDEN;
      }
      boolean strange =
          !own.isEmpty()
              && caller.relation() == Caller.Relation.OTHER
              && caller.words().stream().noneMatch(exempt::contains);
      if (!strange) {
        return Outcome.ALLOWED;
      }
      return own.endsWith("403") ? Outcome.FORBIDDEN : Outcome.NOT_FOUND;
    }
  }

  /** Reads a file; lines with {@code #} and empty ones are for people. */
  public static AccessTable read(Path file) {
    try {
      Map<String, Set<String>> groups = new HashMap<>();
      List<Row> rows = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (line.matches("[a-z]+ *= .*")) {
          String[] sides = line.split("=", 2);
          groups.put(sides[0].strip(), Row.words(sides[1], groups));
        } else if (!line.startsWith("#") && !line.isBlank()) {
          rows.add(Row.parse(line, groups));
        }
      }
      return new AccessTable(List.copyOf(rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Row> rows() {
    return rows;
  }

  /** The rows of what controllers answer. */
  public Set<String> mapped() {
    return routes(rows.stream().filter(row -> !row.filter()).toList());
  }

  /** The rows of the API. */
  public Set<String> api() {
    return routes(rows.stream().filter(Row::api).toList());
  }

  private static Set<String> routes(List<Row> some) {
    Set<String> all = new TreeSet<>();
    Set<String> once = new TreeSet<>();
    for (Row row : some) {
      all.add(row.route());
      if (!once.add(row.name())) {
        throw new IllegalStateException("twice: " + row.name());
      }
    }
    return all;
  }
}
