package org.xinfu.seal.decide;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.seal.domain.Step;
import org.xinfu.seal.web.ApplicationBody;
import org.xinfu.seal.web.CurrentPerson;

/** {@code /api/v1/applications/{id}/accept|review|approve|reject}. */
@RestController
@RequestMapping("/api/v1/applications/{id}")
class DecisionEndpoint {
  private final DecideApplication decide;
  private final Idempotency idempotency;

  DecisionEndpoint(DecideApplication decide, Idempotency idempotency) {
    this.decide = decide;
    this.idempotency = idempotency;
  }

  @PostMapping("/accept")
  ResponseEntity<?> accept(
      @PathVariable UUID id,
      @Valid @RequestBody(required = false) @Nullable Remark remark,
      HttpServletRequest request) {
    return take(new Decision(id, Step.ACCEPT, noteOf(remark)), request);
  }

  @PostMapping("/review")
  ResponseEntity<?> review(
      @PathVariable UUID id,
      @Valid @RequestBody(required = false) @Nullable Remark remark,
      HttpServletRequest request) {
    return take(new Decision(id, Step.REVIEW, noteOf(remark)), request);
  }

  @PostMapping("/approve")
  ResponseEntity<?> approve(
      @PathVariable UUID id,
      @Valid @RequestBody(required = false) @Nullable Remark remark,
      HttpServletRequest request) {
    return take(new Decision(id, Step.APPROVE, noteOf(remark)), request);
  }

  /** Takes the right to the step that the application waits for. */
  @PostMapping("/reject")
  ResponseEntity<?> reject(
      @PathVariable UUID id,
      @Valid @RequestBody Rejection rejection,
      Authentication caller,
      HttpServletRequest request) {
    boolean allowed =
        decide
            .awaited(id)
            .map(next -> "SCOPE_" + next.scope())
            .map(
                right ->
                    caller.getAuthorities().stream().anyMatch(a -> right.equals(a.getAuthority())))
            .orElse(true);
    if (!allowed) {
      throw new Refused(CommonRefusal.NOT_PERMITTED);
    }
    return take(new Decision(id, Step.REJECT, rejection.reason()), request);
  }

  private ResponseEntity<?> take(Decision decision, HttpServletRequest request) {
    return idempotency.once(
        request,
        decision,
        () ->
            ResponseEntity.ok(
                ApplicationBody.of(
                    decide.decide(
                        decision.id(), decision.step(), CurrentPerson.get(), decision.note()))));
  }

  private static String noteOf(@Nullable Remark remark) {
    return remark == null ? "" : Objects.requireNonNullElse(remark.note(), "");
  }

  /** An optional remark. */
  record Remark(@Nullable @Size(max = 500) String note) {}

  /** Why it is rejected. */
  record Rejection(@NotBlank @Size(max = 500) String reason) {}

  private record Decision(UUID id, Step step, String note) {}
}
