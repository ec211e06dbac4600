package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.idp.mandate.HttpEntityRegistry;
import org.xinfu.idp.simulator.RegistrySimulator;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Entities and mandates: by the API, on the page, and after changes in the registry. */
class MandatesTest {
  private static final String PATH = "/api/v1/mandates";

  @TempDir static Path home;
  private static RunningIdp idp;
  private static String office;
  private static Instant from;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).with("--xinfu.registry.poll=PT0.2S").start();
    Companies.seeded(idp);
    from = Instant.now();
    office = "Bearer " + Companies.token(idp, "idp:mandates");
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void only_offices_keep_mandates() {
    String other = "Bearer " + Companies.token(idp, "idp:accounts");
    assertThat(Companies.call(idp, "GET", PATH, null).statusCode()).isEqualTo(401);
    for (String path : List.of(PATH, PATH + "/x", PATH + "/x/revoke")) {
      assertThat(Companies.call(idp, "POST", path, wish(), "Authorization", other).statusCode())
          .isEqualTo(403);
      assertThat(Companies.call(idp, "GET", path, null, "Authorization", other).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void a_mandate_is_given_once_accepted_and_taken_back_with_what_came_of_it() throws Exception {
    HttpResponse<String> created = office("POST", PATH, wish(), "Idempotency-Key", "m-1");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    Map<String, Object> mandate = RunningIdp.json(created.body());
    String id = (String) mandate.get("id");
    assertThat(Browser.location(created)).endsWith(PATH + "/" + id);
    assertThat(office("POST", PATH, wish(), "Idempotency-Key", "m-1").body())
        .isEqualTo(created.body());
    Map<String, Object> other = wish();
    other.put("region", "510100");
    assertThat(code(office("POST", PATH, other, "Idempotency-Key", "m-1")))
        .isEqualTo("idempotency-mismatch");
    assertThat(mandate)
        .containsEntry("standing", "OFFERED")
        .containsEntry("role", "ADMINISTRATOR")
        .containsEntry("matters", List.of("seal:apply", "tax:file"))
        .containsEntry("personId", Companies.account(idp, "citizen"));
    evidence((String) mandate.get("evidence"));

    Map<String, Object> below = wish();
    below.put("person", Companies.AGENT);
    below.put("role", "AGENT");
    below.put("depth", 0);
    assertThat(code(office("POST", PATH + "/" + id + "/delegate", below)))
        .as("not accepted yet")
        .isEqualTo("mandate-not-active");
    accepted(id, "citizen");
    assertThat(get(id)).containsEntry("standing", "ACTIVE");
    HttpResponse<String> delegated = office("POST", PATH + "/" + id + "/delegate", below);
    assertThat(delegated.statusCode()).as(delegated.body()).isEqualTo(201);
    String child = (String) RunningIdp.json(delegated.body()).get("id");
    assertThat(get(child)).containsEntry("parent", id);

    String[] key = {"Idempotency-Key", id};
    assertThat(office("POST", PATH + "/" + id + "/revoke", null, key).statusCode()).isEqualTo(200);
    HttpResponse<String> again = office("POST", PATH + "/" + id + "/revoke", null, key);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(get(id)).containsEntry("standing", "REVOKED");
    assertThat(get(child)).containsEntry("standing", "REVOKED");
    assertThat(code(office("POST", PATH + "/" + id + "/revoke", null)))
        .isEqualTo("mandate-revoked");
    assertThat(Companies.audited(idp, "mandate-given", "done")).isGreaterThanOrEqualTo(2);
    assertThat(Companies.audited(idp, "mandate-revoked", "office")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void every_fault_is_told_in_the_readers_language() {
    Map<String, Object> bad =
        Map.of(
            "entity", "91510000MA0000001G", "matters", List.of("a b"), "region", "51", "depth", 3);
    HttpResponse<String> english = office("POST", PATH, bad, "Accept-Language", "en");
    assertThat(english.statusCode()).isEqualTo(400);
    assertThat(code(english)).isEqualTo("request-invalid");
    assertThat(english.body())
        .contains("check character", "GB/T 2260", "\"until\"", "\"person\"", "\"role\"")
        .contains("\"matters\"", "\"depth\"", "\"reference\"");
    assertThat(office("POST", PATH, bad, "Accept-Language", "zh-CN").body()).contains("校验码");
    Map<String, Object> unknown = wish();
    unknown.put("entity", "91510000MA0000003M");
    HttpResponse<String> nobody = office("POST", PATH, unknown, "Accept-Language", "zh-CN");
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(nobody.body()).contains("entity-unknown", "没有登记该代码的法人");
    assertThat(code(office("GET", PATH + "/none", null))).isEqualTo("mandate-unknown");
    unknown = wish();
    unknown.put("person", "nobody-at-all");
    assertThat(code(office("POST", PATH, unknown))).isEqualTo("person-unknown");
    unknown.put("person", Companies.REPRESENTATIVE);
    assertThat(code(office("POST", PATH, unknown))).isEqualTo("delegation-circle");
    unknown.put("until", Instant.now().plus(Duration.ofDays(4000)).toString());
    unknown.put("person", "citizen");
    assertThat(code(office("POST", PATH, unknown))).isEqualTo("delegation-time-wider");
  }

  @Test
  void the_list_comes_in_pages() {
    for (int i = 0; i < 3; i++) {
      assertThat(office("POST", PATH, wish()).statusCode()).isEqualTo(201);
    }
    List<Object> seen = new ArrayList<>();
    String next = "";
    do {
      String query = "?limit=2&entity=" + Companies.CODE + "&after=" + next;
      Map<String, Object> page = RunningIdp.json(office("GET", PATH + query, null).body());
      List<?> some = (List<?>) page.get("mandates");
      assertThat(some).hasSizeLessThanOrEqualTo(2);
      some.forEach(one -> seen.add(((Map<?, ?>) one).get("id")));
      next = (String) page.get("next");
    } while (!next.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    assertThat(code(office("GET", PATH + "?entity=91510000MA0000003M", null)))
        .isEqualTo("entity-unknown");
    String agents = office("GET", PATH + "?person=" + Companies.AGENT, null).body();
    assertThat(agents).contains(Companies.standing(idp, Companies.AGENT));
    assertThat(agents)
        .doesNotContain(Companies.standing(idp, Companies.REPRESENTATIVE) + "\",\"ent");
  }

  @Test
  void only_the_representative_in_the_register_registers() {
    Browser citizen = Companies.loggedIn(idp, "citizen");
    assertThat(register(citizen, "91510000MA0000003M")).isEqualTo("not-verified");
    Browser agent = Companies.loggedIn(idp, Companies.AGENT);
    assertThat(register(agent, "91510000MA0000003M")).isEqualTo("not-matched");
    assertThat(register(agent, "91510000MA0000003X")).isEqualTo("malformed");
    assertThat(register(agent, "91510000MA00000072")).as("no such entity").isEqualTo("not-matched");
    Browser representative = Companies.loggedIn(idp, Companies.REPRESENTATIVE);
    assertThat(register(representative, Companies.CODE.value())).isEqualTo("known");
    assertThat(Companies.audited(idp, "entity-claimed", "not-matched")).isGreaterThanOrEqualTo(2);
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    registry.representative("91510000MA0000002J", "孙十一（样例）", "51000019820202012X");
    registry.status("91510000MA0000002J", "SUSPENDED");
    assertThat(register(agent, "91510000MA0000002J")).isEqualTo("not-active");
    registry.status("91510000MA0000002J", "ACTIVE");
    assertThat(register(agent, " 91510000ma0000002j ")).isEqualTo("done");
    assertThat(agent.get("/account/entities?lang=en").body())
        .contains("四川样例科技有限公司成都分公司（样例）", "Legal representative");
  }

  /** Enterprises and branches are in the other tests. */
  @Test
  void sole_traders_agencies_and_bodies_without_personality_are_acted_for_too() {
    Map<String, String> kinds =
        Map.of(
            "92510000MA0000001C", "SOLE_TRADER",
            "11510000MB0000099U", "AGENCY",
            "31510000MD0000001U", "UNINCORPORATED");
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    Browser person = Companies.loggedIn(idp, Companies.AGENT);
    kinds.forEach(
        (code, kind) -> {
          registry.representative(code, "孙十一（样例）", "51000019820202012X");
          assertThat(register(person, code)).as(kind).isIn("done", "known");
          Map<String, Object> found =
              RunningIdp.json(office("GET", PATH + "?entity=" + code, null).body());
          Map<?, ?> mandate = (Map<?, ?>) ((List<?>) found.get("mandates")).getFirst();
          assertThat((Map<?, ?>) mandate.get("entity"))
              .as(kind)
              .extracting("kind", "code")
              .containsExactly(kind, code);
          assertThat(mandate.get("role")).isEqualTo("LEGAL_REPRESENTATIVE");
          String id = (String) mandate.get("id");
          assertThat(
                  Companies.outcome(
                      person.submit("/account/entities", "/account/switch", "mandate", id)))
              .as(kind)
              .isEqualTo("acting");
        });
  }

  @Test
  void mandates_are_given_accepted_and_taken_back_on_the_page() {
    Browser representative = Companies.loggedIn(idp, Companies.REPRESENTATIVE);
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "under", Companies.standing(idp, Companies.REPRESENTATIVE),
                "person", "citizen",
                "role", "AGENT",
                "matters", "land:register tax:file",
                "region", "510100",
                "until", "2027-06-30",
                "depth", "0"));
    assertThat(give(representative, form)).isEqualTo("done");
    String id =
        Companies.held(idp, "citizen").stream()
            .filter(chain -> chain.mandate().extent().matters().contains("land:register"))
            .filter(chain -> chain.mandate().marks().revoked() == null)
            .findFirst()
            .orElseThrow()
            .mandate()
            .id();
    Browser citizen = Companies.loggedIn(idp, "citizen");
    assertThat(
            citizen
                .send(
                    HttpRequest.newBuilder(citizen.uri("/account/entities"))
                        .header("Accept-Language", "zh-CN"))
                .body())
        .contains("待接受", "经办人", Companies.NAME);
    assertThat(citizen.get("/account/entities?lang=en").body())
        .contains("land:register", "To be accepted", "Agent");
    assertThat(act(citizen, "accept", id)).as("not verified").isEqualTo("person-not-verified");
    Browser agent = Companies.loggedIn(idp, Companies.AGENT);
    assertThat(act(agent, "accept", id)).as("not theirs").isEqualTo("mandate-unknown");
    assertThat(act(agent, "revoke", id)).as("not theirs").isEqualTo("mandate-unknown");
    assertThat(act(representative, "accept", id)).isEqualTo("mandate-unknown");
    assertThat(citizen.post("/account/mandates/revoke", Map.of("mandate", id)).statusCode())
        .as("without the page's form")
        .isEqualTo(403);
    assertThat(representative.get("/account/entities?lang=en").body()).contains("land:register");
    assertThat(act(representative, "revoke", id)).isEqualTo("done");
    assertThat(citizen.get("/account/entities?lang=en").body()).contains("Revoked");
    assertThat(give(representative, Map.of("under", "x"))).isEqualTo("malformed");
    form.put("matters", "a*b");
    assertThat(give(representative, form)).isEqualTo("malformed");
    form.put("matters", "*");
    form.put("under", Companies.standing(idp, Companies.AGENT));
    assertThat(give(agent, form)).isEqualTo("delegation-not-allowed");
    assertThat(give(representative, form)).as("another's").isEqualTo("mandate-unknown");
  }

  @Test
  void what_the_registry_changes_is_felt_at_once() {
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    String id = Companies.standing(idp, Companies.AGENT);
    registry.status(Companies.CODE.value(), "SUSPENDED");
    within2s(id, Standing.SUSPENDED);
    registry.status(Companies.CODE.value(), "ACTIVE");
    within2s(id, Standing.ACTIVE);
    assertThat(Companies.audited(idp, "registry-changed", "suspended")).isPositive();
    assertThat(Companies.audited(idp, "registry-changed", "resumed")).isPositive();
  }

  @Test
  void a_new_representative_ends_what_the_old_one_gave() {
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    String code = "92510000MA0000001C";
    registry.representative(code, "刘十（样例）", "51000019800101011X");
    Browser old = Companies.loggedIn(idp, Companies.REPRESENTATIVE);
    assertThat(register(old, code)).isEqualTo("done");
    String root =
        Companies.held(idp, Companies.REPRESENTATIVE).stream()
            .filter(chain -> chain.entity().code().value().equals(code))
            .findFirst()
            .orElseThrow()
            .mandate()
            .id();
    Map<String, Object> wish = wish();
    wish.put("entity", code);
    wish.put("from", Instant.now().toString());
    String child = (String) RunningIdp.json(office("POST", PATH, wish).body()).get("id");
    registry.representative(code, "孙十一（样例）", "51000019820202012X");
    within2s(root, Standing.SUSPENDED);
    assertThat(get(child)).containsEntry("standing", "SUSPENDED");
    assertThat(register(old, code)).isEqualTo("not-matched");
    usedUp(code);
    assertThat(register(old, code)).as("guesses of anybody").isEqualTo("limited");
    assertThat(Companies.audited(idp, "entity-claimed", "limited")).isOne();
    assertThat(register(Companies.loggedIn(idp, Companies.AGENT), code)).isEqualTo("done");
    assertThat(get(root)).containsEntry("standing", "SUSPENDED");
  }

  @Test
  void a_registry_that_is_not_believed_says_nothing() {
    EntityRegistry.Person person =
        new EntityRegistry.Person(
            "刘十（样例）", new IdDocument(IdDocument.Type.CITIZEN_ID, "51000019800101011X"));
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    EntityRegistry wrongKey =
        new HttpEntityRegistry(
            registry.address(), () -> Secret.copyOf(new byte[32]), Clock.systemUTC());
    assertThatThrownBy(() -> wrongKey.look(Companies.CODE, person))
        .isInstanceOf(EntityRegistry.Unavailable.class);
    assertThatThrownBy(() -> wrongKey.changes(0)).isInstanceOf(EntityRegistry.Unavailable.class);
    assertThat(person.toString()).doesNotContain("刘十", "51000019800101011X");
    EntityRegistry believed = idp.bean(EntityRegistry.class);
    assertThat(believed.look(Companies.CODE, person)).isPresent();
    for (EntityRegistry.Person other :
        List.of(
            new EntityRegistry.Person("刘一（样例）", person.document()),
            new EntityRegistry.Person(
                person.name(), new IdDocument(IdDocument.Type.CITIZEN_ID, "51000019820202012X")),
            new EntityRegistry.Person(
                person.name(),
                new IdDocument(IdDocument.Type.PASSPORT, person.document().number())))) {
      assertThat(believed.look(Companies.CODE, other)).isEmpty();
    }
    UnifiedSocialCreditCode unknown = new UnifiedSocialCreditCode("91510000MA00000072");
    assertThat(believed.look(unknown, person)).isEmpty();
  }

  @Test
  void production_refuses_the_simulator() {
    assertThat(
            idp.context().getBeansOfType(ProductionCheck.class).values().stream()
                .flatMap(check -> check.violations().stream())
                .map(ProductionCheck.Violation::toString))
        .anyMatch(text -> text.contains("registry-simulator"));
  }

  private static void evidence(String jws) throws Exception {
    SignedJWT evidence = SignedJWT.parse(jws);
    JWKSet keys = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    assertThat(
            evidence.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(evidence.getHeader().getKeyID()).toECKey())))
        .isTrue();
    assertThat(evidence.getJWTClaimsSet().getClaims())
        .containsEntry("use", "mandate-evidence")
        .containsEntry("sub", Companies.entity(idp))
        .containsEntry("act", Map.of("sub", Companies.account(idp, "citizen")))
        .containsEntry("org", Companies.CODE.value())
        .containsEntry("matters", List.of("seal:apply", "tax:file"))
        .containsEntry("source", "idp-admin")
        .containsEntry("reference", "授权委托书 1 号（样例）")
        .containsKeys("iat", "nbf", "exp", "jti", "parent");
    assertThat(evidence.getPayload().toString()).doesNotContain("张三");
  }

  private static void within2s(String id, Standing wanted) {
    RunningIdp.await(
        Duration.ofSeconds(2),
        () -> idp.bean(Mandates.class).chain(id).orElseThrow().standing(Instant.now()) == wanted);
  }

  private static Map<String, Object> wish() {
    Map<String, Object> wish = new HashMap<>();
    wish.put("entity", Companies.CODE.value());
    wish.put("person", "citizen");
    wish.put("role", "ADMINISTRATOR");
    wish.put("matters", List.of("tax:file", "seal:apply"));
    wish.put("region", "510000");
    wish.put("from", from.toString());
    wish.put("until", "2027-06-30T00:00:00Z");
    wish.put("depth", 1);
    wish.put("reference", "授权委托书 1 号（样例）");
    return wish;
  }

  private static void accepted(String id, String login) {
    idp.bean(Mandates.class).accept(id, Companies.account(idp, login), Instant.now());
  }

  /** What strangers leave of the day's tries about an entity. */
  private static void usedUp(String code) {
    Budgets budgets = idp.bean(Budgets.class);
    Budgets.Line line = new Budgets.Line("entity by anybody of " + code, 20, Duration.ofDays(1));
    for (int i = 0; i < 20; i++) {
      budgets.take(List.of(line), Instant.now());
    }
    assertThat(budgets.take(List.of(line), Instant.now())).isFalse();
  }

  private static String register(Browser browser, String code) {
    return Companies.outcome(
        browser.submit("/account/entities", "/account/entities", "code", code));
  }

  private static String act(Browser browser, String what, String id) {
    return Companies.outcome(
        browser.submit("/account/entities", "/account/mandates/" + what, "mandate", id));
  }

  private static String give(Browser browser, Map<String, String> form) {
    String[] fields =
        form.entrySet().stream()
            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
            .toArray(String[]::new);
    return Companies.outcome(browser.submit("/account/entities", "/account/mandates/give", fields));
  }

  private static Map<String, Object> get(String id) {
    return RunningIdp.json(office("GET", PATH + "/" + id, null).body());
  }

  private static HttpResponse<String> office(
      String method, String path, @org.jspecify.annotations.Nullable Object body, String... more) {
    String[] headers = Arrays.copyOf(more, more.length + 2);
    headers[more.length] = "Authorization";
    headers[more.length + 1] = office;
    return Companies.call(idp, method, path, body, headers);
  }

  private static Object code(HttpResponse<String> answer) {
    return RunningIdp.json(answer.body()).get("code");
  }
}
