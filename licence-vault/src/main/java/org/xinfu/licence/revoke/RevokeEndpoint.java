package org.xinfu.licence.revoke;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceStatus;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.domain.Revocation;
import org.xinfu.licence.web.Identifiers;

/** {@code POST /api/v1/licences/{identifier}/revoke}. */
@RestController
final class RevokeEndpoint {
  private final RevokeLicence revoking;
  private final LicenceStore licences;
  private final Idempotency idempotency;

  RevokeEndpoint(RevokeLicence revoking, LicenceStore licences, Idempotency idempotency) {
    this.revoking = revoking;
    this.licences = licences;
    this.idempotency = idempotency;
  }

  /** Why a licence ends: CANCELLED (注销), PENALTY (吊销) or WITHDRAWN (撤销), and in words. */
  record Request(@NotNull Revocation.Ground ground, @NotBlank @Size(max = 200) String text) {}

  /** The licence's state from now on. */
  record Answer(String identifier, String status, Revocation revocation) {}

  @PostMapping("/api/v1/licences/{identifier}/revoke")
  ResponseEntity<?> revoke(
      @PathVariable String identifier,
      @RequestBody @Valid Request asked,
      HttpServletRequest request) {
    Licence licence = Identifiers.own(licences, identifier);
    return idempotency.once(
        request,
        asked,
        () ->
            ResponseEntity.ok(
                new Answer(
                    licence.identifier().text(),
                    LicenceStatus.REVOKED.name(),
                    revoking.revoke(licence, asked.ground(), asked.text()))));
  }
}
