package org.xinfu.seal.make;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.seal.web.ApplicationBody;
import org.xinfu.seal.web.CurrentPerson;

/** {@code POST /api/v1/applications/{id}/make}. */
@RestController
class MakeEndpoint {
  private final MakeSeal make;
  private final Idempotency idempotency;

  MakeEndpoint(MakeSeal make, Idempotency idempotency) {
    this.make = make;
    this.idempotency = idempotency;
  }

  @PostMapping("/api/v1/applications/{id}/make")
  ResponseEntity<?> make(@PathVariable UUID id, HttpServletRequest request) {
    return idempotency.once(
        request,
        id,
        () -> ResponseEntity.ok(ApplicationBody.of(make.make(id, CurrentPerson.get()))));
  }
}
