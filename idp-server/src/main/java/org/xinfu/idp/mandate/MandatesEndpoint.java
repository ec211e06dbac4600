package org.xinfu.idp.mandate;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.BundleTexts;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * {@code /api/v1/mandates}: for offices that keep mandates on behalf of legal persons, such as a
 * window that takes in powers of attorney. Whoever is named still has to accept. Fictitious
 * entities of the sandbox are nobody's here.
 */
@RestController
class MandatesEndpoint {
  private static final int PAGE = 100;

  private final GiveMandates give;
  private final Mandates mandates;
  private final Accounts accounts;
  private final Doors doors;
  private final BundleTexts sentences = new BundleTexts(MandatesEndpoint.class, "rules");

  /** What the endpoint needs of the kit. */
  record Doors(Idempotency idempotency, ProblemAnswers problems, Sandbox sandbox, Clock clock) {}

  MandatesEndpoint(GiveMandates give, Mandates mandates, Accounts accounts, Doors doors) {
    this.give = give;
    this.mandates = mandates;
    this.accounts = accounts;
    this.doors = doors;
  }

  /** Gives a mandate under the representative's own. */
  @PostMapping("/api/v1/mandates")
  ResponseEntity<?> create(@RequestBody NewMandate body, HttpServletRequest request) {
    List<String> faults = body.faults(false);
    if (!faults.isEmpty()) {
      return faulty(faults, request);
    }
    return doors
        .idempotency()
        .once(
            request,
            body,
            () -> given(representative(Objects.requireNonNull(body.entity()).strip()), body));
  }

  /** Gives one under another. */
  @PostMapping("/api/v1/mandates/{id}/delegate")
  ResponseEntity<?> delegate(
      @PathVariable String id, @RequestBody NewMandate body, HttpServletRequest request) {
    List<String> faults = body.faults(true);
    return faults.isEmpty()
        ? doors.idempotency().once(request, body, () -> given(kept(id), body))
        : faulty(faults, request);
  }

  @GetMapping("/api/v1/mandates")
  Map<String, Object> list(
      @RequestParam(defaultValue = "") String entity,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "" + PAGE) int limit) {
    int size = Math.clamp(limit, 1, PAGE);
    List<Chain> page =
        mandates.kept(new Mandates.Search(entityId(entity), personId(person), after, size));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("mandates", page.stream().map(this::answer).toList());
    answer.put("next", page.size() < size ? "" : page.getLast().mandate().id());
    return answer;
  }

  @GetMapping("/api/v1/mandates/{id}")
  MandateAnswer get(@PathVariable String id) {
    return answer(kept(id));
  }

  @PostMapping("/api/v1/mandates/{id}/revoke")
  ResponseEntity<?> revoke(@PathVariable String id, HttpServletRequest request) {
    return doors.idempotency().once(request, id, () -> ResponseEntity.ok(revoked(id)));
  }

  private MandateAnswer revoked(String id) {
    give.revoke(kept(id).mandate().id(), Mandates.Cause.OFFICE);
    return answer(give.found(id));
  }

  private ResponseEntity<MandateAnswer> given(Chain under, NewMandate body) {
    String client = Objects.requireNonNullElse(Actor.current().client(), "unknown");
    MandateEvidence.Word word =
        new MandateEvidence.Word(
            client, Objects.requireNonNull(body.reference()).strip(), doors.clock().instant());
    Chain chain = give.give(under, body.wish(), word);
    return ResponseEntity.created(URI.create("/api/v1/mandates/" + chain.mandate().id()))
        .body(answer(chain));
  }

  private Chain representative(String code) {
    return Optional.ofNullable(entityId(code))
        .flatMap(mandates::representative)
        .orElseThrow(() -> new Refused(MandateRefusal.ENTITY_UNKNOWN));
  }

  private @Nullable String entityId(String code) {
    if (code.isEmpty()) {
      return null;
    }
    return UnifiedSocialCreditCode.parse(code)
        .flatMap(mandates::entity)
        .map(LegalEntity::id)
        .filter(id -> !doors.sandbox().subject(id))
        .orElseThrow(() -> new Refused(MandateRefusal.ENTITY_UNKNOWN));
  }

  private Chain kept(String id) {
    Chain chain = give.found(id);
    if (doors.sandbox().subject(chain.entity().id())) {
      throw new Refused(MandateRefusal.MANDATE_UNKNOWN);
    }
    return chain;
  }

  private @Nullable String personId(String loginName) {
    if (loginName.isEmpty()) {
      return null;
    }
    return accounts
        .byLoginName(loginName)
        .map(Accounts.Credential::account)
        .map(Account::id)
        .orElseThrow(() -> new Refused(MandateRefusal.PERSON_UNKNOWN));
  }

  private MandateAnswer answer(Chain chain) {
    return MandateAnswer.of(chain, doors.clock().instant());
  }

  private ResponseEntity<Problem> faulty(List<String> fields, HttpServletRequest request) {
    List<Problem.FieldError> errors = fields.stream().map(sentences::fault).toList();
    return doors.problems().answer(CommonRefusal.REQUEST_INVALID, errors, request);
  }
}
