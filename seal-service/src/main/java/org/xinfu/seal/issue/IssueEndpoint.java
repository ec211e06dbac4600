package org.xinfu.seal.issue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.seal.web.ApplicationBody;
import org.xinfu.seal.web.CurrentPerson;

/** {@code POST /api/v1/applications/{id}/issue}. */
@RestController
class IssueEndpoint {
  private final IssueSeal issue;
  private final Idempotency idempotency;

  IssueEndpoint(IssueSeal issue, Idempotency idempotency) {
    this.issue = issue;
    this.idempotency = idempotency;
  }

  @PostMapping("/api/v1/applications/{id}/issue")
  ResponseEntity<?> issue(@PathVariable UUID id, HttpServletRequest request) {
    return idempotency.once(
        request,
        id,
        () -> ResponseEntity.ok(ApplicationBody.of(issue.issue(id, CurrentPerson.get()))));
  }
}
