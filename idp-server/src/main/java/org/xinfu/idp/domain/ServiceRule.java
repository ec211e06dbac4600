package org.xinfu.idp.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a CAS service may be: one URL, octet for octet, or, written with {@code /*} at its end,
 * everything below a path of one origin. There is no other pattern, so that no rule reaches another
 * origin than its own (CAS protocol 3.0 §2.1.1: filter service URLs).
 *
 * @param text as it is registered
 */
public record ServiceRule(String text) {
  private static final String BELOW = "/*";
  private static final Pattern SESSION =
      Pattern.compile("(?i);jsessionid=[a-z0-9._!-]{1,200}(?=\\?|$)");
  private static final int LONGEST_RULE = 500;
  private static final int LONGEST_SERVICE = 2000;

  /** The rule; empty when it is none. */
  public static Optional<ServiceRule> parse(String text) {
    boolean below = text.endsWith(BELOW);
    String url = below ? text.substring(0, text.length() - 1) : text;
    boolean good =
        text.length() <= LONGEST_RULE
            && url.indexOf('*') < 0
            && plain(url)
                .filter(uri -> !below || (simple(uri) && uri.getRawQuery() == null))
                .isPresent();
    return good ? Optional.of(new ServiceRule(text)) : Optional.empty();
  }

  /** The URL of the rule, of a rule below a path that path's. */
  public URI uri() {
    return URI.create(text.endsWith(BELOW) ? text.substring(0, text.length() - 1) : text);
  }

  /** Whether the service is one of those that the rule means. */
  public boolean covers(String service) {
    return covering(service).contains(text);
  }

  /**
   * The service without a servlet container's session id: clients put {@code ;jsessionid=…} into
   * one of their URLs and not into the other, before they know whether the browser takes cookies.
   */
  public static String withoutSession(String service) {
    return SESSION.matcher(service).replaceFirst("");
  }

  /**
   * Every text of a rule that covers the service, the narrowest first; empty when no rule can. A
   * path with dot segments, empty segments, parameters or encoded separators is reached by a rule
   * for that very URL alone: servers do not agree where it leads.
   */
  public static List<String> covering(String service) {
    Optional<URI> read = service.length() > LONGEST_SERVICE ? Optional.empty() : plain(service);
    if (read.isEmpty()) {
      return List.of();
    }
    List<String> rules = new ArrayList<>(List.of(service));
    URI uri = read.get();
    if (simple(uri)) {
      String origin = uri.getScheme() + "://" + uri.getRawAuthority();
      String path = uri.getRawPath();
      for (int end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
        rules.add(origin + path.substring(0, end) + BELOW);
      }
    }
    return List.copyOf(rules);
  }

  /** Absolute http or https with a host in ASCII; no user, no fragment, no ticket of its own. */
  private static Optional<URI> plain(String url) {
    if (!url.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return http
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawAuthority().indexOf('@') < 0
              && uri.getRawFragment() == null
              && !ticketed(uri)
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }

  /** Two tickets in one URL would let the wrong one be read. */
  private static boolean ticketed(URI uri) {
    String query = uri.getRawQuery();
    return query != null
        && Arrays.stream(query.split("&"))
            .map(pair -> URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8))
            .anyMatch(name -> name.strip().equalsIgnoreCase("ticket"));
  }

  private static boolean simple(URI uri) {
    String path = uri.getRawPath().toLowerCase(Locale.ROOT);
    return path.startsWith("/")
        && !path.contains("//")
        && !path.contains("/.")
        && !path.contains(";")
        && !path.contains("%2e")
        && !path.contains("%2f")
        && !path.contains("%5c")
        && !path.contains("%25")
        && !path.contains("%00");
  }
}
