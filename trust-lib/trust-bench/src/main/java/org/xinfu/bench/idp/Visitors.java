package org.xinfu.bench.idp;

import java.util.Map;

/**
 * What comes in when a million people are logged in. Of twenty requests eight are silent logins
 * ({@code prompt=none}), four are sessions shown to their owner, four are refreshed tokens and four
 * are introspections (RFC 7662), each of another person.
 */
final class Visitors {
  private final Xinfu idp;
  private final int people;

  Visitors(Xinfu idp, int people) {
    this.idp = idp;
    this.people = people;
  }

  /** The n-th request; a refresh token comes once, since it works once. */
  void send(int number) throws Exception {
    int person = (int) (number * 7_368_787L % people);
    switch (number % 5) {
      case 0, 1 -> silent(person);
      case 2 -> page(person);
      case 3 -> refresh(person);
      default -> introspect(person);
    }
  }

  private void silent(int person) throws Exception {
    browser(person)
        .get(idp.origin + "/oauth2/authorize?" + idp.flow.query("none"))
        .expect(302)
        .parameter("code");
  }

  private void page(int person) throws Exception {
    browser(person).get(idp.origin + "/account/sessions").expect(200);
  }

  private void refresh(int person) throws Exception {
    Map<String, String> form =
        Map.of("grant_type", "refresh_token", "refresh_token", ManySessions.refresh(person));
    String body = post("/oauth2/token", form);
    CodeFlow.es256(CodeFlow.field(body, "access_token"));
  }

  private void introspect(int person) throws Exception {
    String body = post("/oauth2/introspect", Map.of("token", ManySessions.access(person)));
    if (!body.contains("\"active\":true")) {
      throw new java.io.IOException("not active: " + body);
    }
  }

  private String post(String path, Map<String, String> form) throws Exception {
    return new Visit().post(idp.origin + path, form, idp.flow.basic()).expect(200).body();
  }

  private Visit browser(int person) {
    return new Visit().with("XINFU_IDP", ManySessions.cookie(person));
  }
}
