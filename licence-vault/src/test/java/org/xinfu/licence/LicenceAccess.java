package org.xinfu.licence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.xinfu.testkit.access.AccessMatrix;
import org.xinfu.testkit.access.AccessTable;
import org.xinfu.testkit.access.Caller;
import org.xinfu.testkit.access.Caller.Relation;
import org.xinfu.testkit.access.Login;
import org.xinfu.testkit.access.MappedRoutes;
import org.xinfu.testkit.access.OddRequests;
import org.xinfu.testkit.access.RawHttp;
import org.xinfu.testkit.access.TestIssuer;
import tools.jackson.databind.json.JsonMapper;

/** Everybody who may call licence-vault, and how each of its routes is called. */
final class LicenceAccess {
  private static final Path TABLE = Path.of("src/test/resources/authorization-matrix.txt");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String OWN = Samples.REGISTRY.uscc();
  private static final String OTHER = Samples.MARKET.uscc();
  private static final String STRANGER = "510100197505060015";

  private static final List<String> SCOPES =
      List.of(
          "licence:catalogue",
          "licence:issue",
          "licence:deposit",
          "licence:revoke",
          "licence:read",
          "seal:use");

  private final ConfigurableApplicationContext vault;
  private final RawHttp service;
  private final String identifier;
  private final String missing;

  /**
   * About one licence of {@link Samples#REGISTRY}, held by {@link Samples#CITIZEN}.
   *
   * @param missing a well-formed identifier that is nobody's
   */
  LicenceAccess(ConfigurableApplicationContext vault, String identifier, String missing) {
    this.vault = vault;
    this.identifier = identifier;
    this.missing = missing;
    service =
        new RawHttp(Integer.parseInt(vault.getEnvironment().getProperty("local.server.port")));
  }

  /** Who can log in. */
  static TestIssuer.Person[] people() {
    String own = "openid profile licence:own";
    return new TestIssuer.Person[] {
      new TestIssuer.Person(
          "holder", own, Map.of("roles", List.of("CITIZEN"), "holder", Samples.CITIZEN)),
      new TestIssuer.Person(
          "stranger", own, Map.of("roles", List.of("CITIZEN"), "holder", STRANGER)),
      new TestIssuer.Person("unproven", "openid profile", Map.of("roles", List.of("UNPROVEN"))),
      new TestIssuer.Person(
          "officer",
          "openid licence:read",
          Map.of("roles", List.of("LICENCE_OFFICER"), "org", OWN)),
      new TestIssuer.Person(
          "sealer", "openid", Map.of("roles", List.of("SEAL_CUSTODIAN"), "org", OWN)),
    };
  }

  Stream<DynamicTest> tests() {
    AccessTable table = AccessTable.read(TABLE);
    List<Caller> callers = callers();
    AccessMatrix matrix = new AccessMatrix(table, service, callers, this::call);
    OddRequests odd = new OddRequests(table, service, callers, this::call);
    return Stream.of(
            matrix.first(MappedRoutes.of(vault), OpenApiRoutes.contract()),
            odd.tests(),
            matrix.last())
        .flatMap(some -> some);
  }

  private List<Caller> callers() {
    List<Caller> all = new ArrayList<>();
    all.add(Caller.nobody());
    Map<String, Object> full =
        Map.of(
            "sub",
            "x",
            "holder",
            Samples.CITIZEN,
            "scope",
            "licence:read licence:own licence:issue licence:revoke licence:deposit");
    TestHouse.ISSUER
        .badTokens(full)
        .forEach((name, token) -> all.add(Caller.bad(name, "Bearer " + token)));
    all.add(token("a token without scope", Relation.ANY, Set.of(), Map.of("scope", "")));
    all.add(
        token(
            "an agent with a mandate",
            Relation.OWN,
            Set.of(),
            Map.of(
                "scope",
                "openid entity",
                "org",
                OWN,
                "act",
                Map.of("sub", "agent"),
                "mandate",
                Map.of("id", "m", "role", "AGENT"))));
    for (String scope : SCOPES) {
      all.add(machine(scope, "", Relation.ANY));
      all.add(machine(scope, OWN, Relation.OWN));
      all.add(machine(scope, OTHER, Relation.OTHER));
    }
    all.addAll(people(Relation.OWN, OWN));
    all.addAll(people(Relation.OTHER, OTHER));
    all.add(citizen("the holder", Relation.OWN, Samples.CITIZEN));
    all.add(citizen("another holder", Relation.OWN, Samples.OTHER_CITIZEN));
    all.add(citizen("who holds another", Relation.OTHER, STRANGER));
    all.add(
        token(
            "a citizen who is not proven",
            Relation.OTHER,
            Set.of("licence:own"),
            Map.of("scope", "licence:own")));
    all.add(window("a clerk with the holder at the window", Relation.OWN, Samples.CITIZEN));
    all.add(window("a clerk with another at the window", Relation.OTHER, STRANGER));
    all.add(
        token(
            "a window clerk's own token",
            Relation.OTHER,
            Set.of("licence:window"),
            Map.of("scope", "licence:window", "org", OWN, "roles", List.of("WINDOW_CLERK"))));
    all.add(
        token(
            "a number without the scope",
            Relation.OTHER,
            Set.of(),
            Map.of("holder", Samples.CITIZEN)));
    all.addAll(Caller.session("a visitor", Login.visitor(service, "/verify"), Relation.ANY));
    all.addAll(login("holder", Relation.OWN, "CITIZEN"));
    all.addAll(login("stranger", Relation.OTHER, "CITIZEN"));
    all.addAll(login("unproven", Relation.OTHER, "UNPROVEN"));
    all.addAll(login("officer", Relation.OWN, "LICENCE_OFFICER"));
    all.addAll(login("sealer", Relation.OWN, "SEAL_CUSTODIAN"));
    return all;
  }

  private List<Caller> login(String person, Relation relation, String role) {
    Login login = Login.of(service, person, Set.of(role), "/verify");
    return Caller.session(person + " by login", login, relation);
  }

  /** An officer and an auditor of an organisation. */
  private static List<Caller> people(Relation relation, String org) {
    List<Caller> all = new ArrayList<>();
    Map<String, String> scopes =
        Map.of(
            "LICENCE_OFFICER",
            "licence:catalogue licence:issue licence:deposit licence:revoke licence:read",
            "AUDITOR",
            "licence:read licence:catalogue");
    scopes.forEach(
        (role, scope) -> {
          Set<String> words = new TreeSet<>(List.of(scope.split(" ")));
          words.add(role);
          Map<String, Object> claims = Map.of("scope", scope, "roles", List.of(role), "org", org);
          all.add(token(role + " " + relation, relation, words, claims));
        });
    return all;
  }

  private static Caller machine(String scope, String org, Relation relation) {
    Map<String, Object> claims =
        org.isEmpty() ? Map.of("scope", scope) : Map.of("scope", scope, "org", org);
    return token("machine " + scope + " " + relation, relation, Set.of(scope), claims);
  }

  private static Caller citizen(String name, Relation relation, String number) {
    return token(
        name,
        relation,
        Set.of("licence:own", "CITIZEN"),
        Map.of("scope", "licence:own", "roles", List.of("CITIZEN"), "holder", number));
  }

  private static Caller window(String name, Relation relation, String number) {
    Map<String, Object> claims = TestHouse.atWindow(number);
    return token(name, relation, Set.of("licence:window", "CITIZEN"), claims);
  }

  private static Caller token(
      String name, Relation relation, Set<String> words, Map<String, Object> claims) {
    Map<String, Object> all = new TreeMap<>(claims);
    all.put("sub", "caller");
    return Caller.token(name, TestHouse.ISSUER.token(all), relation, words);
  }

  private RawHttp.Request call(AccessTable.Row row, boolean none) {
    String path =
        row.path()
            .replace("{identifier}", none ? missing : identifier)
            .replace("{typeCode}", Samples.FOOD)
            .replace("/**", "/liveness");
    String line = row.method().replace("ANY", "GET") + " " + path;
    return switch (row.route()) {
      case "POST /api/v1/licences" -> json(line, order(true));
      case "POST /api/v1/licences/{identifier}/versions" -> json(line, order(false));
      case "POST /api/v1/licences/{identifier}/revoke" ->
          json(line, Map.of("ground", "CANCELLED", "text", "test"));
      case "POST /api/v1/deposits" -> upload(line, Map.of("metadata", write(deposit())));
      case "POST /api/v1/verifications", "POST /verify" -> upload(line, Map.of());
      case "GET /api/v1/licences" ->
          RawHttp.Request.of(line + "?holder=" + Samples.CITIZEN + "&type=x&useCause=000131020000");
      case "GET /api/v1/verifications" -> RawHttp.Request.of(line + "?id=" + identifier);
      case "POST /logout" -> RawHttp.Request.of(line);
      default -> RawHttp.Request.of(row.as().isEmpty() ? line : line + "?useCause=000131020000");
    };
  }

  /** Of a type that nobody issues, so that nothing is sealed. */
  private static Map<String, Object> order(boolean first) {
    Map<String, Object> order = TestOrders.estate("2026000999");
    if (first) {
      order.put("typeCode", Samples.BUSINESS);
    } else {
      order.keySet().removeAll(List.of("typeCode", "issuer", "serial"));
      order.put("items", Map.of());
    }
    return order;
  }

  private static Map<String, Object> deposit() {
    Map<String, Object> record = TestOrders.business();
    record.put("issuer", Map.of("name", Samples.REGISTRY.name(), "uscc", OWN));
    return record;
  }

  private static String write(Map<String, Object> body) {
    return new String(JSON.writeValueAsBytes(body), StandardCharsets.UTF_8);
  }

  private static RawHttp.Request json(String line, Map<String, Object> body) {
    return RawHttp.Request.body(line, "application/json", write(body));
  }

  /** No document: whoever gets that far is told so. */
  private static RawHttp.Request upload(String line, Map<String, String> parts) {
    return RawHttp.Request.upload(line, parts, "text");
  }
}
