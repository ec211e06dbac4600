package org.xinfu.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Makes every call of a table as everybody, and compares what came with what the table says. */
public final class AccessMatrix {
  /** What an answer never shows of the inside of a service. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?m)^\\s+at"
              + " [\\w.$]+\\(|[\\w.]+Exception\\b|java\\.(lang|util|io)\\.|org\\.springframework|org\\.postgresql|Apache"
              + " Tomcat|Whitelabel");

  private final AccessTable table;
  private final RawHttp service;
  private final List<Caller> callers;
  private final Calls calls;

  /** How a row is called, with bodies that get as far as the rule about whose things they are. */
  @FunctionalInterface
  public interface Calls {
    /**
     * The request without anything that says who asks.
     *
     * @param missing about a thing that does not exist, else about one that does
     */
    RawHttp.Request of(AccessTable.Row row, boolean missing);
  }

  public AccessMatrix(AccessTable table, RawHttp service, List<Caller> callers, Calls calls) {
    this.table = table;
    this.service = service;
    this.callers = List.copyOf(callers);
    this.calls = calls;
  }

  /**
   * One test per row, and one that there is a row for every route; what ends logins comes in {@link
   * #last}.
   *
   * @param mapped what the running application really answers
   * @param contract the operations of its OpenAPI file
   */
  public Stream<DynamicTest> first(Set<String> mapped, Set<String> contract) {
    List<DynamicTest> all = new ArrayList<>();
    all.add(
        dynamicTest(
            "every route has its row and every row its route",
            () -> {
              assertThat(table.mapped()).isEqualTo(mapped);
              assertThat(contract).containsAll(table.api());
              assertThat(table.mapped()).containsAll(contract);
            }));
    rows(false).forEach(all::add);
    return all.stream();
  }

  /** The rows of the logout. */
  public Stream<DynamicTest> last() {
    return rows(true);
  }

  private Stream<DynamicTest> rows(boolean logout) {
    return table.rows().stream()
        .filter(row -> row.path().contains("logout") == logout)
        .map(row -> dynamicTest(row.name(), () -> asEverybody(row)));
  }

  /** Whoever is let in comes last, since they may change what the others ask for. */
  private void asEverybody(AccessTable.Row row) {
    List<Caller> all = relevant(row).toList();
    Findings.each(
        Stream.concat(
            all.stream().filter(one -> row.expected(one) != AccessTable.Outcome.ALLOWED),
            all.stream().filter(one -> row.expected(one) == AccessTable.Outcome.ALLOWED)),
        one -> asOne(row, one));
  }

  /**
   * Sessions say nothing at the API, tokens nothing at a page: one of each kind shows it. And whose
   * the things are is asked only of those whom the row names.
   */
  private Stream<Caller> relevant(AccessTable.Row row) {
    Set<Caller.Kind> mute =
        row.api()
            ? EnumSet.of(Caller.Kind.VISITOR, Caller.Kind.SESSION, Caller.Kind.FORGED)
            : EnumSet.of(Caller.Kind.TOKEN, Caller.Kind.BAD_TOKEN);
    Set<Caller.Kind> seen = EnumSet.noneOf(Caller.Kind.class);
    return callers.stream()
        .filter(one -> one.relation() != Caller.Relation.OTHER || row.names(one))
        .filter(one -> !mute.contains(one.kind()) || seen.add(one.kind()));
  }

  private void asOne(AccessTable.Row row, Caller caller) {
    RawHttp.Answer answer = call(row, caller, false);
    String what = row.name() + " by " + caller.name() + ": " + answer.brief();
    assertThat(outcome(answer)).as(what).isEqualTo(row.expected(caller));
    assertDiscreet(what, answer);
    if (row.expected(caller) == AccessTable.Outcome.NOT_FOUND) {
      RawHttp.Answer missing = call(row, caller, true);
      assertThat(plain(answer)).as(what).isEqualTo(plain(missing));
    }
  }

  private RawHttp.Answer call(AccessTable.Row row, Caller caller, boolean missing) {
    return service.send(calls.of(row, missing).with(caller.headers().toArray(new String[0])));
  }

  /** No failure of the service, nothing of its inside. */
  static void assertDiscreet(String what, RawHttp.Answer answer) {
    assertThat(answer.status()).as(what).isNotIn(0, 500, 501, 502, 504);
    if (answer.status() == 503) {
      assertThat(answer.body()).as(what).contains("\"code\":");
    }
    if (answer.status() >= 300) {
      assertThat(INSIDE.matcher(answer.all()).find()).as(what).isFalse();
    }
  }

  static AccessTable.Outcome outcome(RawHttp.Answer answer) {
    return switch (answer.status()) {
      case 401 -> AccessTable.Outcome.NOT_LOGGED_IN;
      case 403 -> AccessTable.Outcome.FORBIDDEN;
      case 404 -> AccessTable.Outcome.NOT_FOUND;
      case 302 -> {
        String to = answer.header("Location").orElse("");
        yield to.endsWith("/oauth2/authorization/idp")
            ? AccessTable.Outcome.NOT_LOGGED_IN
            : AccessTable.Outcome.ALLOWED;
      }
      default -> AccessTable.Outcome.ALLOWED;
    };
  }

  /** Status and body without what tells requests apart. */
  private static String plain(RawHttp.Answer answer) {
    return answer.status()
        + answer
            .body()
            .replaceAll("\"(instance|requestId)\":\"[^\"]*\"", "")
            .replaceAll("name=\"_csrf\"[^>]*", "");
  }
}
