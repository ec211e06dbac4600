package org.xinfu.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Requests that no well-behaved client sends, at every route of a table: none opens a door, and no
 * answer shows the inside of the service or repeats a host name that the request made up.
 */
public final class OddRequests {
  private static final String EVIL = "evil.example";
  private static final int MEBIBYTE = 1 << 20;

  private final AccessTable table;
  private final RawHttp service;
  private final List<Caller> callers;
  private final AccessMatrix.Calls calls;

  /** Of {@code callers}, those whom a row lets in are tried beside those whom it does not. */
  public OddRequests(
      AccessTable table, RawHttp service, List<Caller> callers, AccessMatrix.Calls calls) {
    this.table = table;
    this.service = service;
    this.callers = List.copyOf(callers);
    this.calls = calls;
  }

  /** One test per kind of oddity. */
  public Stream<DynamicTest> tests() {
    return Stream.of(
        dynamicTest("paths in other spellings", () -> Findings.each(rows(), this::spellings)),
        dynamicTest("other methods", () -> Findings.each(rows(), this::methods)),
        dynamicTest(
            "headers of proxies and made-up hosts", () -> Findings.each(rows(), this::hosts)),
        dynamicTest(
            "two tokens, tokens in other places", () -> Findings.each(rows(), this::doubled)),
        dynamicTest("parameters twice", () -> Findings.each(rows(), this::parameters)),
        dynamicTest("texts with U+0000", () -> Findings.each(rows(), this::nul)),
        dynamicTest("other content types", () -> Findings.each(rows(), this::types)),
        dynamicTest("bodies that are too large", () -> Findings.each(rows(), this::large)));
  }

  private Stream<AccessTable.Row> rows() {
    return table.rows().stream().filter(row -> !row.path().contains("logout"));
  }

  private void spellings(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    String target = usual.line().substring(usual.line().indexOf(' ') + 1);
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String rest = query < 0 ? "" : target.substring(query);
    String method = row.method().replace("ANY", "GET");
    Findings.each(
        OddPaths.of(path).stream(), spelled -> tried(row, usual.at(method + " " + spelled + rest)));
  }

  /** By nobody, by strangers and by somebody whom the row lets in. */
  private void tried(AccessTable.Row row, RawHttp.Request request) {
    Findings.each(some(row).stream(), caller -> triedBy(row, request, caller));
  }

  private RawHttp.Answer triedBy(AccessTable.Row row, RawHttp.Request request, Caller caller) {
    RawHttp.Answer answer = service.send(as(request, caller));
    String what = request.line() + " " + request.headers() + " by " + caller.name() + ": ";
    AccessMatrix.assertDiscreet(what + answer.brief(), answer);
    assertThat(answer.all().contains("X-Probe: probe-1")).as(what).isFalse();
    if (!row.open() && !allowed(row, caller)) {
      assertRefused(what, answer);
    }
    return answer;
  }

  private static void assertRefused(String what, RawHttp.Answer answer) {
    assertThat(answer.status())
        .as(what + answer.brief())
        .isIn(302, 400, 401, 403, 404, 405, 413, 415);
    if (answer.status() == 302) {
      assertThat(AccessMatrix.outcome(answer))
          .as(what + answer.brief())
          .isEqualTo(AccessTable.Outcome.NOT_LOGGED_IN);
    }
  }

  /** Of each kind that might count the first whom the row does not let in, and one whom it does. */
  private List<Caller> some(AccessTable.Row row) {
    if (row.open()) {
      return callers.stream().filter(c -> c.kind() == Caller.Kind.NOBODY).toList();
    }
    Set<Caller.Kind> wanted =
        row.api()
            ? EnumSet.of(Caller.Kind.NOBODY, Caller.Kind.TOKEN)
            : EnumSet.of(Caller.Kind.NOBODY, Caller.Kind.SESSION);
    Stream<Caller> strangers =
        callers.stream().filter(c -> !allowed(row, c)).filter(c -> wanted.remove(c.kind()));
    return Stream.concat(strangers, entitled(row)).toList();
  }

  private static boolean allowed(AccessTable.Row row, Caller caller) {
    return row.expected(caller) == AccessTable.Outcome.ALLOWED;
  }

  private Stream<Caller> entitled(AccessTable.Row row) {
    return callers.stream()
        .filter(c -> c.kind() == Caller.Kind.TOKEN || c.kind() == Caller.Kind.SESSION)
        .filter(c -> allowed(row, c))
        .limit(1);
  }

  private static RawHttp.Request as(RawHttp.Request request, Caller caller) {
    return request.with(caller.headers().toArray(new String[0]));
  }

  private void methods(AccessTable.Row row) {
    String target = calls.of(row, false).line().replaceFirst("^\\S+ ", "");
    String path = target.replaceFirst("\\?.*", "");
    boolean both = table.rows().stream().filter(r -> r.path().equals(row.path())).count() > 1;
    List<String> others = new ArrayList<>();
    others.addAll(List.of("TRACE", "TRACK", "PUT", "DELETE", "PATCH", "PROPFIND", "get"));
    if (row.method().equals("GET")) {
      others.add("HEAD"); // of the page, as GET is
    }
    for (String method : others) {
      RawHttp.Request request = RawHttp.Request.of(method + " " + path, "X-Probe: probe-1");
      boolean acts = !both && !method.equals("HEAD");
      Findings.each(
          some(row).stream(),
          caller -> {
            int status = triedBy(row, request, caller).status();
            if (acts) {
              assertThat(status).as(request.line() + " by " + caller.name()).isGreaterThan(299);
            }
          });
    }
    some(row).forEach(caller -> saysNothing(RawHttp.Request.of("OPTIONS " + path), caller));
    RawHttp.Request get =
        RawHttp.Request.of(
            "GET " + path + "?_method=" + row.method(),
            "X-HTTP-Method-Override: " + row.method(),
            "X-Method-Override: " + row.method());
    if (!both) {
      tried(row, get);
    }
  }

  /** Which methods there are is in the contract for everybody to read; nothing else is told. */
  private void saysNothing(RawHttp.Request options, Caller caller) {
    RawHttp.Answer answer = service.send(as(options, caller));
    String what = options.line() + " by " + caller.name() + ": " + answer.brief();
    AccessMatrix.assertDiscreet(what, answer);
    if (answer.status() == 200) {
      assertThat(answer.body()).as(what).isEmpty();
    }
  }

  private void hosts(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    for (List<String> headers :
        List.of(
            List.of("Host: " + EVIL),
            List.of(
                "X-Forwarded-Host: " + EVIL,
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Prefix: http://" + EVIL,
                "X-Forwarded-Port: 81",
                "X-Real-IP: 127.0.0.1",
                "X-Original-URL: http://" + EVIL + "/",
                "X-Host: " + EVIL),
            List.of("Forwarded: host=" + EVIL + ";proto=https;for=127.0.0.1"),
            List.of("Host: localhost@" + EVIL))) {
      RawHttp.Request request = usual.with(headers.toArray(new String[0]));
      tried(row, request);
      RawHttp.Answer answer = service.send(request);
      if (!row.path().contains("/oauth2/authorization/")) {
        assertThat(answer.all().contains(EVIL)).as(request.line() + answer.brief()).isFalse();
      }
    }
    // An inner proxy's way of naming another path than the one that was judged.
    String target = usual.line().replaceFirst("^\\S+ ", "");
    String open = row.method().replace("ANY", "GET") + " /actuator/health";
    RawHttp.Request other =
        RawHttp.Request.of(open, "X-Original-URL: " + target, "X-Rewrite-URL: " + target);
    RawHttp.Answer answer = service.send(other);
    assertThat(answer.status() == 200).as(answer.brief()).isEqualTo(answer.body().contains("UP"));
  }

  private void doubled(AccessTable.Row row) {
    if (!row.api() || row.open()) {
      return;
    }
    RawHttp.Request usual = calls.of(row, false);
    entitled(row)
        .forEach(
            caller -> {
              String good = caller.headers().get(0);
              String token = good.substring(good.lastIndexOf(' ') + 1);
              String empty = "Authorization: Bearer ";
              String join = usual.line().contains("?") ? "&" : "?";
              for (RawHttp.Request request :
                  List.of(
                      usual.with(good, good),
                      usual.with(good, "Authorization: Bearer not.a.token"),
                      usual.with("Authorization: Bearer not.a.token", good),
                      usual.with("Authorization: Basic eDp5", good),
                      usual.with(empty),
                      usual.with(good + "," + token),
                      usual.with(good.replace("Bearer", "DPoP")),
                      usual.with("Cookie: access_token=" + token),
                      usual.at(usual.line() + join + "access_token=" + token))) {
                RawHttp.Answer answer = service.send(request);
                assertThat(answer.status()).as(request.line() + answer.brief()).isIn(400, 401);
                AccessMatrix.assertDiscreet(request.line(), answer);
              }
            });
  }

  private void parameters(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    String join = usual.line().contains("?") ? "&" : "?";
    RawHttp.Request twice = usual.at(usual.line() + join + "size=1&size=2");
    tried(row, twice);
    if (row.api()) {
      entitled(row)
          .forEach(
              caller -> {
                RawHttp.Answer answer = service.send(as(twice, caller));
                assertThat(answer.status()).as(answer.brief()).isEqualTo(400);
                assertThat(answer.body()).contains("request-malformed");
              });
    }
  }

  /** In each parameter and each string of the body; a database takes it nowhere. */
  private void nul(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    for (int at = usual.line().indexOf('='); at >= 0; at = usual.line().indexOf('=', at + 1)) {
      String line = usual.line();
      tried(row, usual.at(line.substring(0, at + 1) + "%00" + line.substring(at + 1)));
    }
    String body = usual.body();
    for (int at = body.indexOf("\":\""); at >= 0; at = body.indexOf("\":\"", at + 1)) {
      String other = body.substring(0, at + 3) + "\\u0000" + body.substring(at + 3);
      tried(row, usual.holding(other));
    }
  }

  private void types(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    if (usual.body().isEmpty()) {
      return;
    }
    List<String> kept =
        usual.headers().stream()
            .filter(h -> !h.toLowerCase(Locale.ROOT).startsWith("content-type:"))
            .toList();
    for (String type :
        List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "*/*",
            "nonsense",
            "")) {
      RawHttp.Request bare = new RawHttp.Request(usual.line(), kept, usual.body());
      RawHttp.Request request = type.isEmpty() ? bare : bare.with("Content-Type: " + type);
      tried(row, request);
      for (Caller caller : row.api() ? entitled(row).toList() : List.<Caller>of()) {
        int status = service.send(as(request, caller)).status();
        assertThat(status).as(row.route() + " as " + type).isBetween(400, 499);
      }
    }
  }

  private void large(AccessTable.Row row) {
    RawHttp.Request usual = calls.of(row, false);
    if (!row.api() || usual.body().isEmpty()) {
      return;
    }
    boolean json = usual.headers().stream().anyMatch(h -> h.endsWith("application/json"));
    String large = "{\"x\":\"" + "a".repeat(3 * MEBIBYTE / 2) + "\"}";
    String deep = "[".repeat(100_000);
    String chunk = Integer.toHexString(large.length()) + "\r\n";
    String chunked = chunk + large + "\r\n0\r\n\r\n";
    for (RawHttp.Request request :
        json
            ? List.of(
                usual.holding(large), usual.holding(chunked).with("Transfer-Encoding: chunked"))
            : List.of(usual.with("Content-Length: 100000000"))) {
      for (Caller caller : some(row)) {
        RawHttp.Answer answer = service.send(as(request, caller));
        assertThat(answer.status())
            .as(answer.brief())
            .isEqualTo(allowed(row, caller) ? 413 : refused(row, caller));
        AccessMatrix.assertDiscreet(request.line(), answer);
      }
    }
    if (json) {
      RawHttp.Request nested = usual.holding(deep);
      tried(row, nested);
    }
  }

  /** A body of that size is not read for somebody whom the row does not let in. */
  private static int refused(AccessTable.Row row, Caller caller) {
    return row.expected(caller) == AccessTable.Outcome.NOT_LOGGED_IN ? 401 : 403;
  }
}
