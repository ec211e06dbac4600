package org.xinfu.idp.cas;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.cas.CasOutcome.Code;
import org.xinfu.idp.cas.CasOutcome.Refused;
import org.xinfu.idp.domain.ServiceRule;

/**
 * What services ask (CAS protocol 3.0 §2.4 to §2.8). Whoever has a ticket has the right to ask; all
 * answers have status 200, as the protocol has it.
 */
@RestController
class CasEndpoint {
  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
  private static final MediaType XML = new MediaType("application", "xml", StandardCharsets.UTF_8);

  private final ValidateTicket validate;
  private final IssueProxyTicket proxy;
  private final CasDocuments documents = new CasDocuments();

  CasEndpoint(ValidateTicket validate, IssueProxyTicket proxy) {
    this.validate = validate;
    this.proxy = proxy;
  }

  /** Protocol 1.0: two lines, never a proxy ticket. */
  @GetMapping("/cas/validate")
  ResponseEntity<String> validate(HttpServletRequest request) {
    CasOutcome outcome = outcome(request, false);
    String lines =
        outcome instanceof CasOutcome.Valid valid ? "yes\n" + valid.user() + "\n" : "no\n\n";
    return answer(TEXT, lines);
  }

  @GetMapping("/cas/serviceValidate")
  ResponseEntity<String> serviceValidate(HttpServletRequest request) {
    return told(request, outcome(request, false), false);
  }

  @GetMapping("/cas/p3/serviceValidate")
  ResponseEntity<String> serviceValidate3(HttpServletRequest request) {
    return told(request, outcome(request, false), true);
  }

  @GetMapping("/cas/proxyValidate")
  ResponseEntity<String> proxyValidate(HttpServletRequest request) {
    return told(request, outcome(request, true), false);
  }

  @GetMapping("/cas/p3/proxyValidate")
  ResponseEntity<String> proxyValidate3(HttpServletRequest request) {
    return told(request, outcome(request, true), true);
  }

  @GetMapping("/cas/proxy")
  ResponseEntity<String> proxy(HttpServletRequest request) {
    String granting = one(request, "pgt");
    String target = one(request, "targetService");
    CasOutcome outcome =
        granting == null || target == null
            ? new Refused(Code.INVALID_REQUEST, "pgt and targetService, once each")
            : proxy.issue(granting, ServiceRule.withoutSession(target));
    return json(request)
        ? answer(MediaType.APPLICATION_JSON, documents.proxyJson(outcome))
        : answer(XML, documents.proxyXml(outcome));
  }

  private CasOutcome outcome(HttpServletRequest request, boolean proxied) {
    String ticket = one(request, "ticket");
    String service = one(request, "service");
    String[] callbacks = request.getParameterValues("pgtUrl");
    if (ticket == null || service == null || (callbacks != null && callbacks.length > 1)) {
      return new Refused(Code.INVALID_REQUEST, "service and ticket, once each");
    }
    String renew = one(request, "renew");
    return validate.validate(
        new ValidateTicket.Asked(
            ticket,
            ServiceRule.withoutSession(service),
            renew != null && !renew.equals("false"),
            one(request, "pgtUrl"),
            proxied));
  }

  private ResponseEntity<String> told(
      HttpServletRequest request, CasOutcome outcome, boolean attributes) {
    return json(request)
        ? answer(MediaType.APPLICATION_JSON, documents.json(outcome, attributes))
        : answer(XML, documents.xml(outcome, attributes));
  }

  private static boolean json(HttpServletRequest request) {
    return "JSON".equalsIgnoreCase(request.getParameter("format"));
  }

  private static @Nullable String one(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values == null || values.length != 1 || values[0].isEmpty() ? null : values[0];
  }

  private static ResponseEntity<String> answer(MediaType type, String body) {
    return ResponseEntity.ok().contentType(type).cacheControl(CacheControl.noStore()).body(body);
  }
}
