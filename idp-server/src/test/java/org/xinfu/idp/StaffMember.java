package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.idp.Officials.Official;

/** Somebody whom an administrator has appointed to a department, with a browser. */
final class StaffMember {
  private static final Pattern SECRET = Pattern.compile("id=\"secret\">([^<]+)<");

  final String login;
  final String account;
  final String post;
  final Browser browser = SharedIdp.browser();
  private final String password;

  private StaffMember(StaffMember same, String login) {
    this.login = login;
    password = same.password;
    account = same.account;
    post = same.post;
  }

  StaffMember(Official by, String login, String org, String... roles) {
    this.login = login;
    password = made(post(by, form(login, org, roles)));
    account = SharedIdp.accountOf(login);
    post =
        SharedIdp.jdbc()
            .sql("SELECT id FROM staff_post WHERE account_id = ?")
            .param(account)
            .query(String.class)
            .single();
  }

  /** The same person, called something else meanwhile. */
  StaffMember called(String other) {
    return new StaffMember(this, other);
  }

  String password() {
    return password;
  }

  /** Logged in. */
  StaffMember in() {
    assertThat(Browser.location(browser.logIn(login, password))).endsWith("/account");
    return this;
  }

  HttpResponse<String> again() {
    return SharedIdp.browser().logIn(login, password);
  }

  Browser browser() {
    return browser;
  }

  int status(String page) {
    return browser.get(page).statusCode();
  }

  /** A login name that nobody has. */
  static String login() {
    return "s" + UUID.randomUUID().toString().substring(0, 8);
  }

  static Map<String, String> form(String login, String org, String... roles) {
    Map<String, String> form = new HashMap<>(Map.of("login", login, "org", org));
    if (roles.length > 0) {
      form.put("role", String.join(",", roles));
    }
    return form;
  }

  static HttpResponse<String> post(Official by, Map<String, String> fields) {
    Map<String, String> form = new HashMap<>(Map.of("name", "窗口甲（样例）", "from", "", "until", ""));
    form.putAll(fields);
    return SharedIdp.submit(by.browser(), "/console/staff", form);
  }

  /** What the console does with the post; where it leads. */
  static String act(Official by, StaffMember member, String act, String... fields) {
    Map<String, String> form = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    String at = "/console/staff/" + member.post + "/" + act;
    return Browser.location(SharedIdp.submit(by.browser(), "/console/staff", at, form));
  }

  /** The first password that the page tells. */
  static String made(HttpResponse<String> page) {
    Matcher secret = SECRET.matcher(page.body());
    assertThat(secret.find()).as(page.statusCode() + " " + page.headers()).isTrue();
    return secret.group(1);
  }
}
