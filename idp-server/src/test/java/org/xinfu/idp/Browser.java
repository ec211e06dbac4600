package org.xinfu.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser that knows cookies and forms and follows no redirect by itself. Asked to follow the
 * answer of a login to where it leads outside of this server, it shows that answer: a client that
 * does not run need not be visited to read what it is told. Asked again it goes there.
 */
final class Browser {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private static final String LOGIN_FORM = "action=\"/login\"";

  private final String origin;
  final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private Optional<HttpResponse<String>> last = Optional.empty();

  Browser(String origin) {
    this.origin = origin;
  }

  HttpResponse<String> get(String target) {
    HttpResponse<String> led = last.filter(answer -> leadsOut(answer, target)).orElse(null);
    if (led != null) {
      last = Optional.empty();
      return led;
    }
    return send(HttpRequest.newBuilder(uri(target)).GET());
  }

  /** A page, as people's browsers ask for one. */
  HttpResponse<String> page(String target) {
    return send(HttpRequest.newBuilder(uri(target)).header("Accept", "text/html").GET());
  }

  HttpResponse<String> post(String target, Map<String, String> form, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(target))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /** Whether the answer to a login's form leads the browser to the target, which is a client's. */
  private boolean leadsOut(HttpResponse<String> answer, String target) {
    return answer.request().method().equals("POST")
        && answer.uri().toString().startsWith(origin + "/login")
        && !uri(target).toString().startsWith(origin + "/")
        && answer.headers().firstValue("Location").filter(target::equals).isPresent();
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      last = Optional.of(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Fills in the login form, of the page that is open if it has one; the answer is what follows.
   */
  HttpResponse<String> logIn(String name, String password) {
    String open =
        last.filter(page -> page.statusCode() == 200)
            .map(HttpResponse::body)
            .filter(page -> page.contains(LOGIN_FORM))
            .orElseGet(() -> get("/login").body());
    Matcher csrf = CSRF.matcher(open);
    if (!csrf.find()) {
      throw new AssertionError("the login form has no CSRF token");
    }
    return post("/login", Map.of("username", name, "password", password, "_csrf", csrf.group(1)));
  }

  /** Opens a page and sends one of its forms as it stands, with these fields filled in. */
  HttpResponse<String> submit(String page, String action, String... fields) {
    Matcher csrf = CSRF.matcher(get(page).body());
    if (!csrf.find()) {
      throw new AssertionError(page + " has no form with a CSRF token");
    }
    Map<String, String> form = new TreeMap<>(Map.of("_csrf", csrf.group(1)));
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return post(action, form);
  }

  URI uri(String target) {
    return URI.create(target.startsWith("http") ? target : origin + target);
  }

  /** Where an answer leads; a login page in the place of a redirect is as good as one to it. */
  static String location(HttpResponse<?> answer) {
    if (answer.statusCode() == 200
        && answer.uri().getPath().equals("/oauth2/authorize")
        && answer.body() instanceof String page
        && page.contains(LOGIN_FORM)) {
      return "/login";
    }
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(
            () ->
                new AssertionError(
                    "no Location at " + answer.uri() + ": " + answer.statusCode() + answer.body()));
  }

  static Map<String, String> query(String location) {
    String query = URI.create(location).getRawQuery();
    return query == null
        ? Map.of()
        : Arrays.stream(query.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0],
                    pair ->
                        pair.length == 1
                            ? ""
                            : URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  static String encode(Map<String, String> form) {
    return new TreeMap<>(form)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }
}
