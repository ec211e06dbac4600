package org.xinfu.licence.issue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.Caller;
import org.xinfu.licence.web.Identifiers;
import org.xinfu.licence.web.IssuedView;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** {@code POST /api/v1/licences} and {@code POST /api/v1/licences/{identifier}/versions}. */
@RestController
final class IssueEndpoint {
  private final IssueLicence issuing;
  private final LicenceStore licences;
  private final Idempotency idempotency;
  private final Clock clock;

  IssueEndpoint(IssueLicence issuing, LicenceStore licences, Idempotency idempotency, Clock clock) {
    this.issuing = issuing;
    this.licences = licences;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  @PostMapping("/api/v1/licences")
  ResponseEntity<?> issue(@RequestBody @Valid IssueRequest asked, HttpServletRequest request) {
    Caller.mustSpeakFor(asked.issuer().uscc());
    LicenceStore.Intent intent = issuing.begin(attempt(request, asked));
    return idempotency.once(request, asked, () -> created(issuing.issue(asked, intent)));
  }

  @PostMapping("/api/v1/licences/{identifier}/versions")
  ResponseEntity<?> change(
      @PathVariable String identifier,
      @RequestBody @Valid VersionRequest asked,
      HttpServletRequest request) {
    Licence before = Identifiers.own(licences, identifier);
    IssueRequest next = asked.complete(before);
    LicenceStore.Intent intent = issuing.begin(attempt(request, asked));
    return idempotency.once(request, asked, () -> created(issuing.change(before, next, intent)));
  }

  private ResponseEntity<IssuedView> created(Licence licence) {
    IssuedView view =
        IssuedView.of(licence, LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA));
    return ResponseEntity.created(URI.create(view.href())).body(view);
  }

  /** The same client, key, route and body are the same attempt; without a key each is new. */
  private static String attempt(HttpServletRequest request, Record body) {
    String key = request.getHeader(Idempotency.HEADER);
    String all =
        key == null
            ? UUID.randomUUID().toString()
            : String.join(
                "\n", Actor.current().scope(), request.getRequestURI(), key, body.toString());
    return Digests.sha256(Bytes.utf8(all)).toHex();
  }
}
