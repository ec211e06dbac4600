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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser that knows cookies and forms and follows no redirect by itself. */
final class Browser {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final String origin;
  final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

  Browser(String origin) {
    this.origin = origin;
  }

  HttpResponse<String> get(String target) {
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

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills in the login form; the answer is the redirect that follows. */
  HttpResponse<String> logIn(String name, String password) {
    Matcher csrf = CSRF.matcher(get("/login").body());
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

  static String location(HttpResponse<?> answer) {
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
