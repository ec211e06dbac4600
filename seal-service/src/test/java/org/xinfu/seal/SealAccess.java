package org.xinfu.seal;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.xinfu.testkit.access.AccessMatrix;
import org.xinfu.testkit.access.AccessTable;
import org.xinfu.testkit.access.Caller;
import org.xinfu.testkit.access.Caller.Relation;
import org.xinfu.testkit.access.Login;
import org.xinfu.testkit.access.MappedRoutes;
import org.xinfu.testkit.access.OddRequests;
import org.xinfu.testkit.access.RawHttp;
import org.xinfu.testkit.access.TestIssuer;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Everybody who may call seal-service, and how each of its routes is called. */
final class SealAccess {
  static final String OTHER = UnifiedSocialCreditCode.complete("11510200MB0000002").value();
  private static final Path TABLE = Path.of("src/test/resources/authorization-matrix.txt");
  private static final String NO_SEAL = "51999900000000";
  private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

  private static final Map<String, String> USE =
      Map.of(
          "matter",
          "m",
          "businessSerial",
          "b",
          "page",
          "1",
          "xMm",
          "1",
          "yMm",
          "1",
          "pdfAlgorithm",
          "SM2_SM3");

  /** The scopes that the identity provider gives to each role. */
  private static final Map<String, List<String>> ROLES =
      new TreeMap<>(
          Map.of(
              "SEAL_APPLICANT", List.of("seal:apply", "seal:read"),
              "SEAL_ACCEPTOR", List.of("seal:accept", "seal:read"),
              "SEAL_REVIEWER", List.of("seal:review", "seal:read"),
              "SEAL_APPROVER", List.of("seal:approve", "seal:read"),
              "SEAL_MAKER", List.of("seal:make", "seal:issue", "seal:read"),
              "SEAL_CUSTODIAN", List.of("seal:use", "seal:renew", "seal:suspend", "seal:read"),
              "SEAL_ADMIN", List.of("seal:apply", "seal:issue", "seal:suspend", "seal:read"),
              "AUDITOR", List.of("seal:read"),
              "LICENCE_OFFICER", List.of(),
              "CITIZEN", List.of()));

  private final RunningService house;
  private final SealStory story;
  private final RawHttp service;
  private final String esId;
  private final String sealing;
  private final Map<String, String> applications = new TreeMap<>();

  SealAccess(RunningService house, SealStory story) throws Exception {
    this.house = house;
    this.story = story;
    service = new RawHttp(URI.create(house.url("/")).getPort());
    esId = story.issued("信符市档案局");
    String location = story.seal(esId, TestDocuments.pdf(), "ECDSA_P256_SHA256").header("Location");
    sealing = location.substring(location.lastIndexOf('/') + 1);
    for (String name : List.of("api", "api reject", "console", "console reject")) {
      applications.put(name, story.applied("信符市民政局", "zhang"));
    }
  }

  /** Logins of the officials, each of the seal's unit and of another. */
  static TestIssuer.Person[] people() {
    List<TestIssuer.Person> all = new ArrayList<>();
    for (String role : ROLES.keySet()) {
      all.add(person(role, "own", SealStoryTest.USCC));
      all.add(person(role, "other", OTHER));
    }
    return all.toArray(new TestIssuer.Person[0]);
  }

  private static TestIssuer.Person person(String role, String whose, String org) {
    Map<String, Object> claims =
        role.equals("CITIZEN")
            ? Map.of("roles", List.of(role))
            : Map.of("roles", List.of(role), "org", org);
    return new TestIssuer.Person(role + "-" + whose, "openid", claims);
  }

  Stream<DynamicTest> tests() throws Exception {
    AccessTable table = AccessTable.read(TABLE);
    List<Caller> callers = callers();
    AccessMatrix matrix = new AccessMatrix(table, service, callers, this::call);
    OddRequests odd = new OddRequests(table, service, callers, this::call);
    return Stream.of(
            matrix.first(MappedRoutes.of(house.service), OpenApiRoutes.written()),
            odd.tests(),
            matrix.last())
        .flatMap(some -> some);
  }

  private List<Caller> callers() {
    List<Caller> all = new ArrayList<>();
    all.add(Caller.nobody());
    Map<String, Object> full =
        Map.of("sub", "x", "scope", "seal:read seal:use seal:apply seal:suspend");
    house
        .issuer
        .badTokens(full)
        .forEach((name, token) -> all.add(Caller.bad(name, "Bearer " + token)));
    all.add(Caller.token("a token without scope", token("x", "", ""), Relation.ANY, Set.of()));
    Map<String, Object> agent =
        Map.of(
            "sub",
            "entity",
            "scope",
            "openid entity",
            "org",
            SealStoryTest.USCC,
            "act",
            Map.of("sub", "agent"),
            "mandate",
            Map.of("id", "m", "role", "AGENT"));
    all.add(
        Caller.token("an agent with a mandate", house.issuer.token(agent), Relation.OWN, Set.of()));
    Set<String> scopes = new TreeSet<>();
    ROLES.values().forEach(scopes::addAll);
    for (String scope : scopes) {
      all.add(machine(scope, "", Relation.ANY));
      all.add(machine(scope, SealStoryTest.USCC, Relation.OWN));
      all.add(machine(scope, OTHER, Relation.OTHER));
    }
    all.addAll(Caller.session("a visitor", Login.visitor(service, "/verify"), Relation.ANY));
    ROLES.forEach(
        (role, held) -> {
          all.addAll(official(role, held, "own", Relation.OWN));
          all.addAll(official(role, held, "other", Relation.OTHER));
        });
    return all;
  }

  private Caller machine(String scope, String org, Relation relation) {
    return Caller.token(
        "machine " + scope + " " + relation,
        token("m " + scope, scope, org),
        relation,
        Set.of(scope));
  }

  private List<Caller> official(String role, List<String> scopes, String whose, Relation relation) {
    String org = whose.equals("own") ? SealStoryTest.USCC : OTHER;
    Map<String, Object> claims =
        new TreeMap<>(
            Map.of("sub", role + whose, "scope", String.join(" ", scopes), "roles", List.of(role)));
    if (!role.equals("CITIZEN")) {
      claims.put("org", org);
    }
    Set<String> words = new TreeSet<>(scopes);
    words.add(role);
    String name = role + " " + relation;
    List<Caller> all = new ArrayList<>();
    all.add(Caller.token(name + " by token", house.issuer.token(claims), relation, words));
    Login login = Login.of(service, role + "-" + whose, Set.of(role), "/verify");
    all.addAll(Caller.session(name + " by login", login, relation));
    return all;
  }

  private String token(String subject, String scope, String org) {
    Map<String, Object> claims = new TreeMap<>(Map.of("sub", subject, "scope", scope));
    if (!org.isEmpty()) {
      claims.put("org", org);
    }
    return house.issuer.token(claims);
  }

  private RawHttp.Request call(AccessTable.Row row, boolean missing) {
    String seal = missing ? NO_SEAL : esId;
    String path =
        row.path()
            .replace("{esId}", seal)
            .replace("{id}", missing ? NO_ID : thing(row))
            .replace("{name}", "signers.pem")
            .replace("/**", "/liveness")
            .replaceAll("\\{(step|wish):[^}]+}", row.as());
    String line = row.method().replace("ANY", "GET") + " " + path;
    if (row.method().equals("GET") || row.method().equals("ANY")) {
      return RawHttp.Request.of(line);
    }
    return switch (row.path()) {
      case "/tsa" -> RawHttp.Request.body(line, "application/timestamp-query", "none");
      case "/api/v1/applications" -> json(line, story.form("信符市民政局"));
      case "/api/v1/sealings" -> upload(line, Map.of("request", sealing(seal)));
      case "/api/v1/verifications", "/api/v1/renewals", "/verify" -> upload(line, Map.of());
      case "/console/seals/{esId}/use" -> upload(line, USE);
      case "/console/applications" -> form(line, "unitName=x");
      default ->
          row.api()
              ? json(line, "{\"%s\":\"test\"}".formatted(reasoned(row) ? "reason" : "note"))
              : form(line, "note=test&reason=test");
    };
  }

  private static boolean reasoned(AccessTable.Row row) {
    return row.path().contains("/seals/") || row.path().endsWith("reject");
  }

  /** The application or the sealing that a path names. */
  private String thing(AccessTable.Row row) {
    if (row.path().contains("/sealings/")) {
      return sealing;
    }
    boolean reject = row.path().endsWith("/reject") || row.as().equals("reject");
    String whose = row.api() ? "api" : "console";
    return applications.get(reject ? whose + " reject" : whose);
  }

  private static String sealing(String esId) {
    return """
    {"esId":"%s","matter":"test matter","businessSerial":"T-1",\
    "stamps":[{"page":1,"xMm":140,"yMm":220}],"pdfAlgorithm":"SM2_SM3"}\
    """
        .formatted(esId);
  }

  private static RawHttp.Request json(String line, String body) {
    return RawHttp.Request.body(line, "application/json", body);
  }

  private static RawHttp.Request form(String line, String body) {
    return RawHttp.Request.body(line, "application/x-www-form-urlencoded", body);
  }

  /** No document: whoever gets that far is told so. */
  private static RawHttp.Request upload(String line, Map<String, String> parts) {
    return RawHttp.Request.upload(line, parts, "text");
  }
}
