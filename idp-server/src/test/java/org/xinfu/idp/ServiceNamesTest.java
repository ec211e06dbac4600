package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;

/** Names of services in the language of the page (RFC 7591 §2.2), wherever people read them. */
class ServiceNamesTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final String ZH = "不动产登记（样例）";
  private static final String EN = "Land registry (sample)";

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

  private static String approved(Official system, String name, String english) {
    Map<String, String> form = new HashMap<>();
    form.put("name", name);
    form.put("nameEn", english);
    form.put("org", Officials.ORG);
    form.put("kind", "WEB");
    form.put("method", "client_secret_basic");
    form.put("scope", "openid profile");
    form.put("redirects", "https://registry.example/callback");
    assertThat(Browser.location(SharedIdp.submit(system.browser(), "/console/services/new", form)))
        .endsWith("/console/services");
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM client_application WHERE asked_by = ?")
            .param(system.id())
            .query(String.class)
            .single();
    Official security = Officials.fresh("SECURITY_ADMIN").strong();
    String approve = "/console/services/" + id + "/approve";
    SharedIdp.submit(security.browser(), "/console/roles", approve, Map.of());
    return SharedIdp.jdbc()
        .sql("SELECT client_id FROM client_application WHERE id = ?")
        .param(id)
        .query(String.class)
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
}
