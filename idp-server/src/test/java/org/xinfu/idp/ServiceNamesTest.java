package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.idp.authorize.TrialDoor;

/** Names of services in the language of the page (RFC 7591 §2.2), wherever people read them. */
class ServiceNamesTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String ZH = "不动产登记（样例）";
  private static final String EN = "Land registry (sample)";

  @BeforeAll
  static void seeded() {
    Companies.seeded(idp);
  }

  @Test
  void an_english_name_is_registered_beside_the_plain_one_changed_and_taken_back() {
    Map<String, Object> metadata = metadata("client_name", ZH, "client_name#en", EN);
    HttpResponse<String> created = NewClient.admin(idp, "POST", "/api/v1/clients", metadata);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String path = Browser.location(created);
    Map<String, Object> known = RunningIdp.json(read(path).body());
    assertThat(known)
        .containsEntry("client_name", ZH)
        .containsEntry("client_name#en", EN)
        .doesNotContainKeys("client_name#zh-CN", "client_name_en", "service");
    metadata.put("client_name#en", "Registry (sample)");
    assertThat(replaced(path, metadata)).containsEntry("client_name#en", "Registry (sample)");
    metadata.remove("client_name#en");
    assertThat(replaced(path, metadata)).doesNotContainKey("client_name#en");
  }

  @Test
  void the_chinese_name_is_the_plain_one_and_may_not_say_otherwise() {
    Map<String, Object> tagged = metadata("client_name#zh-CN", ZH, "client_name#en", EN);
    String path = Browser.location(NewClient.admin(idp, "POST", "/api/v1/clients", tagged));
    assertThat(RunningIdp.json(read(path).body()))
        .containsEntry("client_name", ZH)
        .doesNotContainKey("client_name#zh-CN");
    tagged.put("client_name", ZH);
    assertThat(replaced(path, tagged)).containsEntry("client_name", ZH);
    assertThat(NewClient.refused(idp, "client_name", "别的", "client_name#zh-CN", ZH))
        .contains("\"client_name#zh-CN\"", "与 client_name 不一致");
    HttpResponse<String> englishAlone =
        NewClient.admin(idp, "POST", "/api/v1/clients", metadata("client_name#en", EN));
    assertThat(englishAlone.statusCode()).isEqualTo(400);
    assertThat(englishAlone.body()).contains("\"client_name\"");
  }

  /** As for the plain name: people trust what they read (UAX #9, UTS #39 §3). */
  @Test
  void an_english_name_holds_to_the_rules_of_names() {
    for (String wrong :
        List.of("", " ", "Land\u202eyrtsiger", "Tax\u200boffice", "Tax\u00a0office", "a\nb")) {
      assertThat(NewClient.refused(idp, "client_name#en", wrong))
          .as(wrong)
          .contains("\"client_name#en\"")
          .doesNotContain("\"client_name\"");
    }
    assertThat(NewClient.refused(idp, "client_name#en", "x".repeat(101)))
        .contains("\"client_name#en\"");
  }

  @Test
  void a_person_reads_names_in_the_language_of_the_page() {
    NewClient service =
        NewClient.web(
            idp,
            "client_name",
            ZH,
            "client_name#en",
            EN,
            "scope",
            "openid profile",
            "consent_days",
            30,
            "purpose_zh",
            "用于办理登记",
            "purpose_en",
            "To register");
    Browser person = person();
    Map<String, String> asked =
        RunningIdp.authorization(service.id, RunningIdp.CALLBACK, "openid profile");
    String question = Browser.location(person.get("/oauth2/authorize?" + Browser.encode(asked)));
    assertNamed(person, question);
    Map<String, String> yes =
        Map.of(
            "client_id",
            service.id,
            "state",
            Objects.requireNonNull(Browser.query(question).get("state")),
            "scope",
            "profile");
    String back = Browser.location(person.post("/oauth2/authorize", yes));
    String code = Objects.requireNonNull(Browser.query(back).get("code"));
    Map<String, String> form = LogInSteps.codeForm(service.id, RunningIdp.CALLBACK, code);
    form.remove("client_id");
    service.token(form);
    assertNamed(person, "/account/uses");
    assertNamed(person, "/account/consents");
    assertNamed(person, "/account/sessions");
    assertNamed(person, "/connect/logout?client_id=" + service.id);
  }

  /** Names of several services go together, and those that have no English one stay. */
  @Test
  void sessions_tell_each_service_by_its_own_name() {
    Browser person = person();
    for (String[] name : new String[][] {{"甲服务", "First"}, {"乙服务", null}, {"丙服务", "Third"}}) {
      NewClient service =
          name[1] == null
              ? NewClient.web(idp, "client_name", name[0])
              : NewClient.web(idp, "client_name", name[0], "client_name#en", name[1]);
      Map<String, String> asked =
          RunningIdp.authorization(service.id, RunningIdp.CALLBACK, "openid");
      String back = Browser.location(person.get("/oauth2/authorize?" + Browser.encode(asked)));
      Map<String, String> form =
          LogInSteps.codeForm(service.id, RunningIdp.CALLBACK, Browser.query(back).get("code"));
      form.remove("client_id");
      service.token(form);
    }
    assertThat(person.get("/account/sessions?lang=en").body())
        .contains("First", "Third", "乙服务")
        .doesNotContain("甲服务", "丙服务");
    assertThat(person.get("/account/sessions?lang=zh-CN").body())
        .contains("甲服务", "乙服务", "丙服务")
        .doesNotContain("First", "Third");
  }

  @Test
  void what_waits_for_more_is_named_and_so_is_the_way_back() {
    NewClient service =
        NewClient.web(
            idp,
            "client_name",
            ZH,
            "client_name#en",
            EN,
            "minimum_acr_value",
            "urn:xinfu:acr:aal2");
    Browser person = person();
    Map<String, String> asked = RunningIdp.authorization(service.id, RunningIdp.CALLBACK, "openid");
    String more = Browser.location(person.get("/oauth2/authorize?" + Browser.encode(asked)));
    assertThat(more).startsWith("/login/step-up");
    assertNamed(person, "/login/more");
    assertNamed(person, "/account/authenticators");
    assertNamed(person, "/account/proof");
  }

  @Test
  void a_phone_is_told_for_which_service_it_confirms() {
    Browser screen = SharedIdp.browser();
    NewClient service = NewClient.web(idp, "client_name", ZH, "client_name#en", EN);
    Map<String, String> asked = RunningIdp.authorization(service.id, RunningIdp.CALLBACK, "openid");
    screen.get("/oauth2/authorize?" + Browser.encode(asked));
    assertNamed(person(), found("(/qr/[A-Za-z0-9_-]{43})", screen.get("/login/qr").body()));
  }

  @Test
  void whoever_tries_a_service_reads_its_name() {
    String trial =
        new Administrator(idp)
            .register(
                metadata(
                    "client_name",
                    ZH,
                    "client_name#en",
                    EN,
                    "sandbox",
                    true,
                    "scope",
                    "openid profile"));
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(TrialClients.authorize(browser, trial))).contains(TrialDoor.PAGE);
    assertNamed(browser, TrialDoor.PAGE);
  }

  @Test
  void acts_at_windows_name_the_application() {
    Desk desk =
        new Desk(
            "openid staff idp:window",
            Map.of("used_at", List.of("window"), "client_name", ZH, "client_name#en", EN));
    WindowClerk clerk = new WindowClerk(desk, "company-agent");
    Browser citizen = SharedIdp.loggedIn("company-representative").browser;
    Map<String, Object> act = RunningIdp.json(clerk.start(WindowTest.phone()).body());
    String path = java.net.URI.create((String) act.get("confirmUri")).getPath();
    assertNamed(citizen, path);
    SharedIdp.submit(citizen, path, Map.of("decision", "yes"));
    String at = "/account/window?before=" + (number(act) + 1);
    assertThat(citizen.get(at + "&lang=en").body()).contains(EN);
    assertThat(citizen.get(at + "&lang=zh-CN").body()).contains(ZH);
    Browser admin = Officials.fresh("SECURITY_ADMIN").strong().browser();
    String all = "/console/window?objected=false&before=" + (number(act) + 1);
    assertThat(admin.get(all + "&lang=en").body()).contains(EN);
    assertThat(admin.get(all + "&lang=zh-CN").body()).contains(ZH);
  }

  /** Whoever approves a service answers for both of its names. */
  @Test
  void the_console_asks_for_both_names_and_shows_both_to_whoever_decides() {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    String client = approved(system, "登记" + mark, "Registry " + mark);
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    for (String language : List.of("en", "zh-CN")) {
      String list = security.browser().get("/console/services?lang=" + language).body();
      assertThat(list).contains("登记" + mark, "Registry " + mark);
    }
    String tests = "/console/services/" + client + "/self-tests";
    assertThat(system.browser().get(tests + "?lang=en").body())
        .contains("Registry " + mark)
        .doesNotContain("登记" + mark);
    assertThat(system.browser().get(tests + "?lang=zh-CN").body())
        .contains("登记" + mark)
        .doesNotContain("Registry " + mark);
  }

  @Test
  void the_overview_names_services_in_its_language() {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    NewClient.web(
        idp,
        "client_name",
        "登记" + mark,
        "client_name#en",
        "Registry " + mark,
        "backchannel_logout_uri",
        "https://registry.example/logout");
    Browser admin = Officials.fresh("SECURITY_ADMIN").strong().browser();
    assertThat(admin.get("/console?lang=en").body())
        .contains("Registry " + mark)
        .doesNotContain("登记" + mark);
    assertThat(admin.get("/console?lang=zh-CN").body())
        .contains("登记" + mark)
        .doesNotContain("Registry " + mark);
  }

  @Test
  void the_demonstration_has_english_names() {
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT id FROM client WHERE name_en IS NULL AND id = ANY (?)")
                .param(
                    new String[] {
                      "seal-console",
                      "vault-console",
                      "licence-vault",
                      "department-demo",
                      "idp-admin",
                      "identity-desk",
                      "window-desk",
                      "kiosk-demo",
                      "citizen-wallet",
                      "seal-demo"
                    })
                .query(String.class)
                .list())
        .isEmpty();
    Map<String, String> asked =
        Map.of("client_id", "seal-console", "post_logout_redirect_uri", "http://localhost:9100/");
    String page = "/connect/logout?" + Browser.encode(asked);
    assertThat(SharedIdp.loggedIn("citizen").browser.get(page + "&lang=en").body())
        .contains("Seal service console (sample)");
  }

  private static String approved(Official system, String name, String english) {
    Map<String, String> form = new HashMap<>();
    form.put("name", name);
    form.put("nameEn", english);
    form.put("org", Officials.ORG);
    form.put("kind", "WEB");
    form.put("method", "client_secret_basic");
    form.put("scope", "openid profile");
    form.put("redirects", "https://registry.example/callback");
    String id = system.applied(form);
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String approve = "/console/services/" + id + "/approve";
    SharedIdp.submit(security.browser(), "/console/roles", approve, Map.of());
    return SharedIdp.jdbc()
        .sql("SELECT client_id FROM client_application WHERE id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private static void assertNamed(Browser browser, String page) {
    String tagged = page + (page.contains("?") ? "&" : "?") + "lang=";
    assertThat(browser.get(tagged + "en").body()).as(page).contains(EN).doesNotContain(ZH);
    assertThat(browser.get(tagged + "zh-CN").body()).as(page).contains(ZH).doesNotContain(EN);
  }

  /** Somebody new, logged in. */
  private static Browser person() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser browser = SharedIdp.browser();
    browser.logIn(name, PASSWORD);
    return browser;
  }

  private static long number(Map<String, Object> act) {
    return SharedIdp.jdbc()
        .sql("SELECT number FROM window_act WHERE id = ?")
        .param(act.get("id"))
        .query(Long.class)
        .single();
  }

  private static HttpResponse<String> read(String path) {
    Administrator admin = new Administrator(idp);
    return SharedIdp.browser()
        .send(
            java.net.http.HttpRequest.newBuilder(SharedIdp.browser().uri(path))
                .header("Authorization", "Bearer " + admin.token()));
  }

  private static Map<String, Object> replaced(String path, Map<String, Object> metadata) {
    String etag = read(path).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> put =
        new Administrator(idp)
            .send("PUT", path, metadata, "Content-Type", "application/json", "If-Match", etag);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    return RunningIdp.json(read(path).body());
  }

  private static Map<String, Object> metadata(Object... more) {
    Map<String, Object> metadata = new HashMap<>(Map.of("scope", "openid"));
    metadata.put("redirect_uris", List.of("http://localhost/callback"));
    metadata.put("token_endpoint_auth_method", "none");
    for (int i = 0; i < more.length; i += 2) {
      metadata.put((String) more[i], more[i + 1]);
    }
    return metadata;
  }

  private static String found(String pattern, String page) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).as(pattern + " in " + page).isTrue();
    return found.group(1);
  }
}
