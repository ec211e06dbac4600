package org.xinfu.idp.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/** {@code /api/v1/clients}: registration by administrators, shaped as RFC 7591 and RFC 7592. */
@RestController
class ClientsEndpoint {
  private static final int PAGE = 200;

  private final RegisterClients register;
  private final Registrations registrations;
  private final Doors doors;
  private final FaultTexts texts = new FaultTexts();

  /** What the endpoint needs of the kit. */
  record Doors(Idempotency idempotency, TransactionTemplate transaction, ProblemAnswers problems) {}

  ClientsEndpoint(RegisterClients register, Registrations registrations, Doors doors) {
    this.register = register;
    this.registrations = registrations;
    this.doors = doors;
  }

  @PostMapping("/api/v1/clients")
  ResponseEntity<?> create(@RequestBody ClientMetadata body, HttpServletRequest request) {
    RegisterClients.Judged judged = register.judge(body);
    return judged.faults().isEmpty()
        ? doors.idempotency().once(request, body, () -> created(register.register(judged)))
        : faulty(judged, request);
  }

  @GetMapping("/api/v1/clients")
  Map<String, Object> list(@RequestParam(defaultValue = "") String after) {
    List<Registration> some = registrations.after(after, PAGE);
    String next = some.size() < PAGE ? "" : some.getLast().clientId();
    return Map.of("clients", some.stream().map(ClientAnswer::of).toList(), "next", next);
  }

  @GetMapping("/api/v1/clients/{id}")
  ResponseEntity<?> get(@PathVariable String id) {
    return answer(register.found(id));
  }

  @PutMapping("/api/v1/clients/{id}")
  ResponseEntity<?> put(
      @PathVariable String id,
      @RequestHeader(name = "If-Match", defaultValue = "") String match,
      @RequestBody ClientMetadata body,
      HttpServletRequest request) {
    Registration before = matching(id, match);
    RegisterClients.Judged judged = register.judge(body);
    return judged.faults().isEmpty()
        ? doors.transaction().execute(tx -> answer(register.change(before, judged)))
        : faulty(judged, request);
  }

  @DeleteMapping("/api/v1/clients/{id}")
  ResponseEntity<?> delete(
      @PathVariable String id, @RequestHeader(name = "If-Match", defaultValue = "") String match) {
    Registration before = matching(id, match);
    doors.transaction().executeWithoutResult(tx -> register.remove(before));
    return ResponseEntity.noContent().build();
  }

  /** Never stored, so never replayed: each call makes another secret. */
  @PostMapping("/api/v1/clients/{id}/secret")
  ResponseEntity<?> secret(@PathVariable String id) {
    Registration client = register.found(id);
    String secret =
        Objects.requireNonNull(doors.transaction().execute(tx -> register.secret(client)));
    Map<String, Object> told =
        Map.of("client_id", id, "client_secret", secret, "client_secret_expires_at", 0);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(told);
  }

  private Registration matching(String id, String match) {
    Registration before = register.found(id);
    if (match.isEmpty()) {
      throw new Refused(ClientRefusal.IF_MATCH_REQUIRED);
    }
    if (!match.equals(etag(before))) {
      throw new Refused(ClientRefusal.CLIENT_CHANGED);
    }
    return before;
  }

  private ResponseEntity<Problem> faulty(
      RegisterClients.Judged judged, HttpServletRequest request) {
    List<Problem.FieldError> errors = texts.of(judged.faults(), LocaleContextHolder.getLocale());
    return doors.problems().answer(CommonRefusal.REQUEST_INVALID, errors, request);
  }

  private static ResponseEntity<ClientAnswer> created(Registration client) {
    return ResponseEntity.created(URI.create("/api/v1/clients/" + client.clientId()))
        .eTag(etag(client))
        .body(ClientAnswer.of(client));
  }

  private static ResponseEntity<ClientAnswer> answer(Registration client) {
    return ResponseEntity.ok().eTag(etag(client)).body(ClientAnswer.of(client));
  }

  private static String etag(Registration client) {
    return "\"" + client.version() + "\"";
  }
}
