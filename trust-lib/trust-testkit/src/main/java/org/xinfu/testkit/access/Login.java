package org.xinfu.testkit.access;

import java.net.URI;
import java.util.Set;

/**
 * A browser's session with a console, got as a browser gets it: by the login page of a {@link
 * TestIssuer}, with the CSRF token of a page.
 *
 * @param person empty for a visitor
 */
public record Login(String person, Set<String> roles, String cookie, String csrf) {
  /** Visits a public page with a form. */
  public static Login visitor(RawHttp service, String page) {
    RawHttp.Answer shown = service.send(RawHttp.Request.of("GET " + page));
    return new Login("", Set.of(), cookie(shown), csrf(shown));
  }

  /**
   * Logs in.
   *
   * @param page a page with a form that everybody who is logged in may see
   */
  public static Login of(RawHttp service, String person, Set<String> roles, String page) {
    RawHttp.Answer start = service.send(RawHttp.Request.of("GET /oauth2/authorization/idp"));
    String asked = location(start);
    URI issuer = URI.create(asked);
    RawHttp.Answer chosen =
        new RawHttp(issuer.getPort())
            .send(
                RawHttp.Request.of(
                    "GET "
                        + issuer.getRawPath()
                        + "?"
                        + issuer.getRawQuery()
                        + "&person="
                        + person));
    URI back = URI.create(location(chosen));
    RawHttp.Answer in =
        service.send(
            RawHttp.Request.of(
                "GET " + back.getRawPath() + "?" + back.getRawQuery(),
                "Host: localhost",
                "Cookie: " + cookie(start)));
    if (in.status() != 302 || location(in).contains("error")) {
      throw new IllegalStateException("not logged in: " + in.brief());
    }
    String cookie = cookie(in);
    RawHttp.Answer shown = service.send(RawHttp.Request.of("GET " + page, "Cookie: " + cookie));
    return new Login(person, roles, cookie, csrf(shown));
  }

  private static String location(RawHttp.Answer answer) {
    return answer
        .header("Location")
        .orElseThrow(() -> new IllegalStateException("led nowhere: " + answer.head()));
  }

  private static String cookie(RawHttp.Answer answer) {
    return answer
        .header("Set-Cookie")
        .map(value -> value.substring(0, value.indexOf(';')))
        .orElseThrow(() -> new IllegalStateException("no session: " + answer.head()));
  }

  private static String csrf(RawHttp.Answer page) {
    String before = "name=\"_csrf\"";
    int at = page.body().indexOf(before);
    int value = at < 0 ? -1 : page.body().indexOf("value=\"", at);
    if (value < 0) {
      throw new IllegalStateException("a page without a form: " + page.all());
    }
    int begin = value + "value=\"".length();
    return page.body().substring(begin, page.body().indexOf('"', begin));
  }
}
