package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.store.BlindIndex;

/** A window clerk acts for a citizen who is there; tokens say so, and the citizen may object. */
class WindowTest {
  private static Desk desk;
  private static WindowClerk clerk;

  @BeforeAll
  static void start() {
    Companies.seeded(SharedIdp.get());
    desk = WindowClerk.desk();
    clerk = new WindowClerk(desk, "company-agent");
  }

  @Test
  void a_token_says_who_acts_for_whom_and_that_nobody_logged_in() {
    String person = SharedIdp.accountOf("company-representative");
    Instant before = Instant.now();
    String id = clerk.begun(reader());
    HttpResponse<String> answer = clerk.post(id + "/token");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    String token = (String) RunningIdp.json(answer.body()).get("access_token");
    Map<String, Object> claims = RunningIdp.claims(token);
    assertThat(claims)
        .containsEntry("sub", person)
        .containsEntry(
            "act", Map.of("sub", clerk.official.id(), "department", Officials.ORG, "window", "3"))
        .containsEntry("acr", "urn:xinfu:acr:ial2:present")
        .containsEntry("amr", List.of("presence"))
        .containsEntry("matter", "社保转移（样例）")
        .containsEntry("aud", desk.id)
        .containsEntry("client_id", desk.id)
        .doesNotContainKeys("auth_time", "holder", "name");
    assertThat((int) claims.get("exp") - (int) claims.get("iat")).isLessThanOrEqualTo(60);
    Instant expires =
        Instant.parse((String) RunningIdp.json(clerk.get(id).body()).get("expiresAt"));
    assertThat(expires).isBefore(before.plus(Duration.ofMinutes(11)));
    assertThat(desk.alive(token)).isTrue();
    assertThat(SharedIdp.browser().send(bearer("/userinfo", token)).statusCode())
        .as("no UserInfo")
        .isIn(401, 403);
    assertThat(SharedIdp.browser().send(bearer("/api/v1/window-acts/" + id, token)).statusCode())
        .as("not for this server")
        .isEqualTo(401);
    assertThat(SharedIdp.audited(person, "window-begun", "reader")).isPositive();
    assertThat(evidence(id))
        .containsEntry("sub", person)
        .containsEntry("use", "window-presence")
        .containsEntry("source", "样例窗口读卡核验");
    String[] key = {"Idempotency-Key", id};
    assertThat(clerk.post(id + "/end", key).statusCode()).isEqualTo(200);
    assertThat(clerk.post(id + "/end", key).statusCode()).as("said again").isEqualTo(200);
    assertThat(desk.alive(token)).isFalse();
    assertThat(code(clerk.post(id + "/token"))).isEqualTo("window-act-not-active");
    assertThat(code(clerk.post(id + "/end"))).isEqualTo("window-act-not-active");
  }

  @Test
  void a_token_for_the_vault_names_the_holder_and_the_clerk() {
    Desk licences =
        new Desk("openid staff idp:window licence:window", Map.of("used_at", List.of("window")));
    WindowClerk reading = new WindowClerk(licences, "company-agent");
    String person = SharedIdp.accountOf("company-representative");
    String id = reading.begun(reader());
    HttpResponse<String> answer = reading.token(id, "licence-vault");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> told = RunningIdp.json(answer.body());
    assertThat(told).containsEntry("scope", "licence:window");
    Map<String, Object> claims = RunningIdp.claims((String) told.get("access_token"));
    assertThat(claims)
        .containsEntry("sub", person)
        .containsEntry("aud", "licence-vault")
        .containsEntry("holder", "51000019800101011X")
        .containsEntry("window_act", id)
        .containsEntry("matter", "社保转移（样例）")
        .containsEntry("amr", List.of("presence"))
        .containsEntry(
            "act",
            Map.of("sub", reading.official.id(), "department", Officials.ORG, "window", "3"));
    assertThat((int) claims.get("exp") - (int) claims.get("iat")).isLessThanOrEqualTo(60);
    assertThat(RunningIdp.claims(reading.token()))
        .as("the clerk's own names no holder")
        .doesNotContainKeys("holder", "window_act");
    assertThat(code(reading.token(id, "seal-service"))).isEqualTo("request-invalid");
    String mine = clerk.begun(reader());
    HttpResponse<String> without = clerk.token(mine, "licence-vault");
    assertThat(without.statusCode()).as("without licence:window").isEqualTo(403);
    assertThat(reading.post(id + "/end").statusCode()).isEqualTo(200);
    assertThat(code(reading.token(id, "licence-vault"))).isEqualTo("window-act-not-active");
  }

  @Test
  void a_citizen_is_told_sees_it_and_objects() {
    String phone = SharedIdp.randomPhone();
    Browser citizen = citizenWith(phone);
    String id = clerk.begun(reader());
    String token = token(id);
    assertThat((String) last(phone).get("text")).contains("窗口 3", "社保转移（样例）", "提出异议");
    assertThat(citizen.get("/account/uses").body()).contains("窗口人员为您代办", "读卡核验");
    assertThat(citizen.get("/account/window").body()).contains("act-" + id, Officials.ORG);
    Browser stranger = SharedIdp.loggedIn("citizen").browser;
    assertThat(stranger.get("/account/window").body()).doesNotContain("act-" + id);
    assertThat(object(stranger, id, "不是本人的")).endsWith("problem=refused");
    assertThat(object(citizen, id, " ")).endsWith("problem=refused");
    assertThat(object(citizen, id, "不\u0007是")).endsWith("problem=refused");
    assertThat(object(citizen, id, "本人当日不在窗口")).endsWith("problem=done");
    assertThat(object(citizen, id, "再次")).as("once").endsWith("problem=refused");
    assertThat(desk.alive(token)).as("it ends").isFalse();
    assertThat(code(clerk.post(id + "/token"))).isEqualTo("window-act-not-active");
    for (String power : List.of("SECURITY_ADMIN", "AUDIT_ADMIN", "DEPARTMENT_ADMIN")) {
      Official admin = Officials.fresh(power).strong();
      assertThat(admin.browser().get("/console/window").body())
          .as(power)
          .contains("本人当日不在窗口", "act-" + id, "管理员（样例）");
    }
    Official other = Officials.fresh("DEPARTMENT_ADMIN", other()).strong();
    assertThat(other.browser().get("/console/window?objected=false").body()).doesNotContain("act-");
    assertThat(Officials.fresh("SYSTEM_ADMIN").strong().status("/console/window")).isEqualTo(403);
    assertThat(
            SharedIdp.audited(
                SharedIdp.accountOf("company-representative"), "window-objected", "done"))
        .isPositive();
  }

  @Test
  void a_suspended_clerk_acts_for_nobody_at_once() {
    WindowClerk other = new WindowClerk(desk, "company-agent");
    String id = other.begun(reader());
    String token = (String) RunningIdp.json(other.post(id + "/token").body()).get("access_token");
    assertThat(desk.alive(token)).isTrue();
    Instant before = Instant.now();
    SharedIdp.get().bean(Accounts.class).setActive(other.official.id(), false);
    assertThat(desk.alive(token)).isFalse();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(code(other.post(id + "/token"))).isEqualTo("window-clerk-gone");
    assertThat(code(other.start(reader()))).isEqualTo("window-clerk-gone");
    assertThat(cause(id)).isEqualTo("CLERK_GONE");

    WindowClerk leaving = new WindowClerk(desk, "company-agent");
    String act = leaving.begun(reader());
    SharedIdp.jdbc()
        .sql("UPDATE staff_post SET until_at = now() WHERE account_id = ?")
        .param(leaving.official.id())
        .update();
    assertThat(code(leaving.post(act + "/token"))).isEqualTo("window-clerk-gone");
    WindowClerk moved = new WindowClerk(desk, "company-agent");
    SharedIdp.jdbc()
        .sql("UPDATE staff_post SET roles = 'CLERK' WHERE account_id = ?")
        .param(moved.official.id())
        .update();
    assertThat(code(moved.start(reader()))).as("no window").isEqualTo("window-clerk-gone");
    WindowClerk revoked = new WindowClerk(desk, "company-agent");
    desk.revoke(revoked.token());
    assertThat(code(revoked.start(reader()))).as("no token").isEqualTo("window-clerk-gone");
    WindowClerk out = new WindowClerk(desk, "company-agent");
    String open = out.begun(reader());
    SharedIdp.submit(out.official.browser(), "/account", "/logout", Map.of());
    assertThat(cause(open)).isEqualTo("CLERK_GONE");
    assertThat(code(out.post(open + "/token"))).isEqualTo("window-clerk-gone");
  }

  @Test
  void nobody_acts_without_the_post_the_desk_and_the_link() {
    WindowClerk unlinked = new WindowClerk(desk, "");
    assertThat(code(unlinked.start(reader()))).isEqualTo("window-clerk-unlinked");
    unlinked.link(SharedIdp.accountOf("company-representative"));
    assertThat(code(unlinked.start(reader()))).as("oneself").isEqualTo("window-own-matter");
    assertThat(
            new Administrator(SharedIdp.get())
                .post(
                    "/api/v1/clients",
                    Map.of(
                        "client_name",
                        "x",
                        "redirect_uris",
                        List.of("https://desk.example/callback"),
                        "scope",
                        "openid idp:window",
                        "org",
                        Officials.ORG))
                .body())
        .contains("used_at");
    Desk other = WindowClerk.desk();
    WindowClerk there = new WindowClerk(other, "company-agent");
    SharedIdp.jdbc().sql("DELETE FROM client_use WHERE client_id = ?").param(other.id).update();
    assertThat(code(there.start(reader()))).isEqualTo("window-client-unregistered");
    Map<String, Object> citizen = desk.tokens(SharedIdp.loggedIn("citizen").browser);
    assertThat((String) citizen.get("scope")).doesNotContain("idp:window");
    String mine = clerk.begun(reader());
    WindowClerk neighbour = new WindowClerk(desk, "company-agent");
    assertThat(code(neighbour.get(mine))).isEqualTo("window-act-unknown");
    assertThat(code(neighbour.post(mine + "/token"))).isEqualTo("window-act-unknown");
    assertThat(code(neighbour.post(mine + "/end"))).isEqualTo("window-act-unknown");
    String elsewhere =
        (String) WindowClerk.desk().tokens(clerk.official.browser()).get("access_token");
    assertThat(code(SharedIdp.browser().send(bearer("/api/v1/window-acts/" + mine, elsewhere))))
        .as("at another application")
        .isEqualTo("window-act-unknown");
  }

  @Test
  void an_act_is_over_when_its_time_is() {
    String id = clerk.begun(reader());
    assertThat(clerk.post(id + "/token").statusCode()).isEqualTo(200);
    SharedIdp.jdbc()
        .sql("UPDATE window_act SET expires_at = now() + interval '20 seconds' WHERE id = ?")
        .param(id)
        .update();
    Map<String, Object> last = RunningIdp.claims(token(id));
    assertThat((int) last.get("exp") - (int) last.get("iat"))
        .as("no token outlives its act")
        .isLessThanOrEqualTo(20);
    expire(id);
    assertThat(code(clerk.post(id + "/token"))).isEqualTo("window-act-not-active");
    assertThat(RunningIdp.json(clerk.get(id).body())).containsEntry("state", "ENDED");
    Map<String, Object> asked = RunningIdp.json(clerk.start(phone()).body());
    expire((String) asked.get("id"));
    String path = java.net.URI.create((String) asked.get("confirmUri")).getPath();
    Browser citizen = SharedIdp.loggedIn("company-representative").browser;
    assertThat(decide(citizen, path, "yes")).isEqualTo("window-act-not-active");
  }

  @Test
  void an_old_login_on_the_phone_confirms_nothing() {
    Map<String, Object> asked = RunningIdp.json(clerk.start(phone()).body());
    String path = java.net.URI.create((String) asked.get("confirmUri")).getPath();
    Browser citizen = SharedIdp.loggedIn("company-representative").browser;
    citizen.get("/account");
    SharedIdp.old(citizen);
    assertThat(Browser.location(citizen.get(path))).endsWith("/login/step-up?next=" + path);
    assertThat(
            Browser.location(
                SharedIdp.submit(
                    citizen, "/account/authenticators", path, Map.of("decision", "yes"))))
        .endsWith("/login/step-up?next=" + path);
    assertThat(RunningIdp.json(clerk.get((String) asked.get("id")).body()))
        .containsEntry("state", "WAITING");
  }

  @Test
  void presence_is_shown_once_for_whom_it_is() {
    Map<String, Object> shown = reader();
    clerk.begun(shown);
    assertThat(code(clerk.start(shown))).isEqualTo("window-receipt-used");
    assertThat(code(clerk.start(with(reader(), "receipt", "FACE0002-1"))))
        .isEqualTo("window-not-present");
    assertThat(code(clerk.start(with(reader(), "name", "刘九（样例）")))).isEqualTo("window-not-present");
    Map<String, Object> wu =
        resident("510000197903030166", "吴十三（样例）", "FACE0023-" + UUID.randomUUID());
    long accounts = count();
    HttpResponse<String> unknown = clerk.start(wu);
    assertThat(code(unknown)).isEqualTo("window-person-unknown");
    assertThat(count()).as("no account is made").isEqualTo(accounts);
    Map<String, Object> dead =
        resident("510000195006070046", "赵六（样例）", "FACE0004-" + UUID.randomUUID());
    assertThat(code(clerk.start(dead))).isEqualTo("window-not-present");
    HttpResponse<String> faults = clerk.start(Map.of("method", "READER"));
    assertThat(faults.statusCode()).isEqualTo(400);
    assertThat(faults.body())
        .contains("\"matter\"", "\"window\"", "\"documentNumber\"", "\"name\"", "\"receipt\"");
  }

  @Test
  void whoever_is_dead_at_a_window_is_frozen_once_by_the_clerk() {
    String phone = SharedIdp.randomPhone();
    String account = SharedIdp.accountOf(SharedIdp.register(phone, "+86" + phone, "蓉城-绛雪-玉垒浮云"));
    String hash = SharedIdp.get().bean(BlindIndex.class).of("citizen", "510000195006070046");
    JdbcClient jdbc = SharedIdp.jdbc();
    jdbc.sql("UPDATE account SET citizen_hash = NULL WHERE citizen_hash = ?").param(hash).update();
    jdbc.sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(List.of(hash, account))
        .update();
    Map<String, Object> dead = resident("510000195006070046", "赵六（样例）", "FACE0004-");
    assertThat(code(clerk.start(fresh(dead)))).isEqualTo("window-not-present");
    assertThat(
            jdbc.sql("SELECT actor FROM audit WHERE subject = ? AND act = 'holder-frozen'")
                .param(account)
                .query(String.class)
                .list())
        .containsExactly(clerk.official.id());
    jdbc.sql("UPDATE account SET citizen_hash = NULL WHERE id = ?").param(account).update();
  }

  @Test
  void nobody_acts_for_a_frozen_account_or_a_minor() {
    String frozen = proven("周十二（样例）", "510000197508080147", "2039-12-31", "21", null);
    Map<String, Object> zhou = resident("510000197508080147", "周十二（样例）", "FACE0021-");
    assertThat(clerk.start(fresh(zhou)).statusCode()).isEqualTo(201);
    String begun = clerk.begun(fresh(zhou));
    Accounts accounts = SharedIdp.get().bean(Accounts.class);
    accounts.setActive(frozen, false);
    assertThat(code(clerk.post(begun + "/token")))
        .as("what began before")
        .isEqualTo("window-person-not-served");
    assertThat(code(clerk.start(fresh(zhou)))).isEqualTo("window-person-not-served");
    accounts.setActive(frozen, true);
    JdbcClient jdbc = SharedIdp.jdbc();
    jdbc.sql("INSERT INTO sandbox_subject (id) VALUES (?)").param(frozen).update();
    assertThat(code(clerk.start(fresh(zhou)))).as("nobody").isEqualTo("window-person-not-served");
    jdbc.sql("DELETE FROM sandbox_subject WHERE id = ?").param(frozen).update();
    proven("周小二（样例）", "510000201609090159", "2030-08-08", "22", "510000197508080147");
    Map<String, Object> child = resident("510000201609090159", "周小二（样例）", "FACE0022-");
    assertThat(code(clerk.start(fresh(child)))).isEqualTo("window-person-minor");
  }

  @Test
  void production_refuses_the_simulators() {
    assertThat(
            SharedIdp.get()
                .context()
                .getBeansOfType(org.xinfu.kit.profile.ProductionCheck.class)
                .values()
                .stream()
                .flatMap(check -> check.violations().stream())
                .map(Object::toString))
        .anyMatch(text -> text.contains("presence-simulator"))
        .anyMatch(text -> text.contains("net-identity-simulator"));
  }

  @Test
  void a_phone_agrees_or_not() {
    Browser citizen = SharedIdp.loggedIn("company-representative").browser;
    HttpResponse<String> asked = clerk.start(phone());
    Map<String, Object> waiting = RunningIdp.json(asked.body());
    assertThat(waiting).containsEntry("state", "WAITING");
    String path = java.net.URI.create((String) waiting.get("confirmUri")).getPath();
    String id = (String) waiting.get("id");
    assertThat(code(clerk.post(id + "/token"))).isEqualTo("window-act-not-active");
    assertThat(Browser.location(SharedIdp.browser().get(path))).endsWith("/login");
    assertThat(citizen.get(path).body()).contains("社保转移（样例）", Officials.ORG, "窗口系统（样例）");
    assertThat(decide(clerkAsPerson(), path, "yes")).isEqualTo("window-own-matter");
    assertThat(decide(unverified(), path, "yes")).isEqualTo("window-person-unknown");
    assertThat(decide(SharedIdp.loggedIn("seal-maker").browser, path, "yes"))
        .as("a member is no citizen")
        .isEqualTo("window-person-not-served");
    assertThat(decide(citizen, path, "yes")).isEqualTo("done");
    assertThat(decide(citizen, path, "yes")).as("once").isEqualTo("window-act-not-active");
    assertThat(RunningIdp.claims(token(id)))
        .containsEntry("sub", SharedIdp.accountOf("company-representative"))
        .containsEntry("acr", "urn:xinfu:acr:ial2:aal1")
        .containsEntry("amr", List.of("mca"))
        .containsKey("auth_time");
    Map<String, Object> again = RunningIdp.json(clerk.start(phone()).body());
    String other = java.net.URI.create((String) again.get("confirmUri")).getPath();
    assertThat(decide(citizen, other, "no")).isEqualTo("denied");
    assertThat(decide(citizen, other, "yes")).isEqualTo("window-act-not-active");
    assertThat(cause((String) again.get("id"))).isEqualTo("DENIED");
  }

  @Test
  void the_same_key_begins_one_act_and_a_clerk_has_an_allowance() {
    WindowClerk busy = new WindowClerk(desk, "company-agent");
    Map<String, Object> body = reader();
    String key = UUID.randomUUID().toString();
    String person = SharedIdp.accountOf("company-representative");
    String mailbox = key + "@told.example";
    SharedIdp.get()
        .bean(org.xinfu.idp.domain.Persons.class)
        .bind(person, org.xinfu.idp.domain.Contact.parse(mailbox).orElseThrow(), Instant.now());
    HttpResponse<String> first = busy.start(body, "Idempotency-Key", key);
    assertThat(busy.start(body, "Idempotency-Key", key).body()).isEqualTo(first.body());
    assertThat(SharedIdp.spool(mailbox)).as("told once").hasSize(1);
    assertThat(code(busy.start(reader(), "Idempotency-Key", key)))
        .isEqualTo("idempotency-mismatch");
    for (int i = 3; i < 40; i++) {
      assertThat(busy.start(phone()).statusCode()).isEqualTo(201);
    }
    assertThat(code(busy.start(phone()))).isEqualTo("window-limited");
  }

  private static void expire(String id) {
    SharedIdp.jdbc()
        .sql("UPDATE window_act SET expires_at = now() WHERE id = ?")
        .param(id)
        .update();
  }

  private static Browser clerkAsPerson() {
    return SharedIdp.loggedIn("company-agent").browser;
  }

  private static Browser unverified() {
    String phone = SharedIdp.randomPhone();
    Browser browser = SharedIdp.browser();
    browser.logIn(SharedIdp.register(phone, "+86" + phone, "蓉城-绛雪-玉垒浮云"), "蓉城-绛雪-玉垒浮云");
    return browser;
  }

  /** The representative's browser; notices go to this phone from now on. */
  private static Browser citizenWith(String phone) {
    Browser browser = SharedIdp.loggedIn("company-representative").browser;
    SharedIdp.get()
        .bean(org.xinfu.idp.domain.Persons.class)
        .bind(
            SharedIdp.accountOf("company-representative"),
            org.xinfu.idp.domain.Contact.parse(phone).orElseThrow(),
            Instant.now());
    return browser;
  }

  private static Map<String, Object> last(String phone) {
    List<Map<String, Object>> all = SharedIdp.spool("+86" + phone);
    return all.get(all.size() - 1);
  }

  private static String object(Browser citizen, String id, String words) {
    return Browser.location(
        SharedIdp.submit(
            citizen,
            "/account/authenticators",
            "/account/window/" + id + "/object",
            Map.of("objection", words)));
  }

  private static String decide(Browser browser, String path, String decision) {
    String page =
        SharedIdp.submit(browser, "/account/authenticators", path, Map.of("decision", decision))
            .body();
    Matcher outcome = Pattern.compile("data-outcome=\"([a-z-]+)\"").matcher(page);
    assertThat(outcome.find()).as(page).isTrue();
    return outcome.group(1);
  }

  /** The account of a made-up resident, who is verified now if they were not before. */
  private static String proven(
      String name, String number, String term, String card, @Nullable String guardian) {
    IdDocument document = IdDocument.parse(IdDocument.Type.CITIZEN_ID, number).orElseThrow();
    Proofs proofs = SharedIdp.get().bean(Proofs.class);
    if (proofs.holder(document).isEmpty()) {
      String phone = SharedIdp.randomPhone();
      String login = SharedIdp.register(phone, "+86" + phone, "蓉城-绛雪-玉垒浮云");
      Claims claims =
          new Claims(
              name,
              document,
              document.birthDate().orElseThrow(),
              LocalDate.parse(term),
              null,
              "62000000000000" + card,
              null,
              guardian);
      Account account =
          SharedIdp.get().bean(Accounts.class).byId(SharedIdp.accountOf(login)).orElseThrow();
      assertThat(SharedIdp.get().bean(ProvePerson.class).prove(account, claims))
          .isEqualTo(ProvePerson.Outcome.DONE);
    }
    return proofs.holder(document).orElseThrow();
  }

  /** The representative's document on a reader. */
  static Map<String, Object> reader() {
    return resident("51000019800101011X", "刘十（样例）", "FACE0011-" + UUID.randomUUID());
  }

  private static Map<String, Object> resident(String number, String name, String receipt) {
    return new HashMap<>(
        Map.of(
            "method", "READER",
            "documentType", "CITIZEN_ID",
            "documentNumber", number,
            "name", name,
            "receipt", receipt,
            "matter", "社保转移（样例）",
            "window", "3"));
  }

  /** The citizen's phone is to confirm. */
  static Map<String, Object> phone() {
    return Map.of("method", "PHONE", "matter", "社保转移（样例）", "window", "3");
  }

  private static Map<String, Object> fresh(Map<String, Object> body) {
    return with(body, "receipt", body.get("receipt") + UUID.randomUUID().toString());
  }

  private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
    Map<String, Object> other = new HashMap<>(body);
    other.put(name, value);
    return other;
  }

  private static String token(String id) {
    return (String) RunningIdp.json(clerk.post(id + "/token").body()).get("access_token");
  }

  private static Map<String, Object> evidence(String id) {
    return RunningIdp.claims(
        SharedIdp.jdbc()
            .sql("SELECT evidence FROM window_act WHERE id = ?")
            .param(id)
            .query(String.class)
            .single());
  }

  private static String cause(String id) {
    return SharedIdp.jdbc()
        .sql("SELECT end_cause FROM window_act WHERE id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private static long count() {
    return SharedIdp.jdbc().sql("SELECT count(*) FROM account").query(Long.class).single();
  }

  private static java.net.http.HttpRequest.Builder bearer(String path, String token) {
    return java.net.http.HttpRequest.newBuilder(SharedIdp.browser().uri(path))
        .header("Authorization", "Bearer " + token);
  }

  private static String other() {
    return org.xinfu.trust.id.UnifiedSocialCreditCode.complete("11510000MB0000069").value();
  }

  private static String code(HttpResponse<String> problem) {
    return (String) RunningIdp.json(problem.body()).get("code");
  }
}
