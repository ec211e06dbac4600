package org.xinfu.idp.cas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers as XML (CAS protocol 3.0 appendix A) and as JSON (§2.5.2). */
final class CasDocuments {
  /** What XML 1.0 §2.2 cannot hold. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]");

  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * The document.
   *
   * @param told whether attributes are told, as only protocol 3.0 does
   */
  String xml(CasOutcome outcome, boolean told) {
    String inside =
        switch (outcome) {
          case CasOutcome.Valid valid -> success(valid, told);
          case CasOutcome.Proxied proxied ->
              element("proxySuccess", element("proxyTicket", text(proxied.ticket())));
          case CasOutcome.Refused refused -> failure("authenticationFailure", refused);
        };
    return service(inside);
  }

  /** The answer of {@code /cas/proxy}. */
  String proxyXml(CasOutcome outcome) {
    return outcome instanceof CasOutcome.Refused refused
        ? service(failure("proxyFailure", refused))
        : xml(outcome, false);
  }

  String json(CasOutcome outcome, boolean told) {
    Map<String, Object> inside =
        switch (outcome) {
          case CasOutcome.Valid valid -> Map.of("authenticationSuccess", members(valid, told));
          case CasOutcome.Proxied proxied ->
              Map.of("proxySuccess", Map.of("proxyTicket", proxied.ticket()));
          case CasOutcome.Refused refused -> Map.of("authenticationFailure", failure(refused));
        };
    return json.writeValueAsString(Map.of("serviceResponse", inside));
  }

  String proxyJson(CasOutcome outcome) {
    return outcome instanceof CasOutcome.Refused refused
        ? json.writeValueAsString(
            Map.of("serviceResponse", Map.of("proxyFailure", failure(refused))))
        : json(outcome, false);
  }

  private static Map<String, Object> members(CasOutcome.Valid valid, boolean told) {
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("user", valid.user());
    if (told) {
      success.put("attributes", valid.attributes());
    }
    if (valid.iou() != null) {
      success.put("proxyGrantingTicket", valid.iou());
    }
    if (!valid.proxies().isEmpty()) {
      success.put("proxies", valid.proxies());
    }
    return success;
  }

  private static Map<String, Object> failure(CasOutcome.Refused refused) {
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("code", refused.code().name());
    failure.put("description", refused.why());
    return failure;
  }

  private static String success(CasOutcome.Valid valid, boolean told) {
    StringBuilder inside = new StringBuilder(element("user", text(valid.user())));
    if (told) {
      StringBuilder attributes = new StringBuilder();
      valid
          .attributes()
          .forEach(
              (name, values) ->
                  values.forEach(value -> attributes.append(element(name, text(value)))));
      inside.append(element("attributes", attributes.toString()));
    }
    if (valid.iou() != null) {
      inside.append(element("proxyGrantingTicket", text(valid.iou())));
    }
    if (!valid.proxies().isEmpty()) {
      StringBuilder proxies = new StringBuilder();
      valid.proxies().forEach(proxy -> proxies.append(element("proxy", text(proxy))));
      inside.append(element("proxies", proxies.toString()));
    }
    return element("authenticationSuccess", inside.toString());
  }

  private static String failure(String name, CasOutcome.Refused refused) {
    return "<cas:%s code=\"%s\">%s</cas:%s>"
        .formatted(name, refused.code(), text(refused.why()), name);
  }

  private static String service(String inside) {
    return "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">"
        + inside
        + "</cas:serviceResponse>\n";
  }

  private static String element(String name, String inside) {
    return "<cas:" + name + ">" + inside + "</cas:" + name + ">";
  }

  private static String text(String value) {
    return HtmlUtils.htmlEscape(FORBIDDEN.matcher(value).replaceAll("\uFFFD"), "UTF-8");
  }
}
