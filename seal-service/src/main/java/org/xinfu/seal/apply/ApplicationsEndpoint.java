package org.xinfu.seal.apply;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.seal.domain.Application;
import org.xinfu.seal.domain.Applications;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.web.ApplicationBody;
import org.xinfu.seal.web.CurrentPerson;
import org.xinfu.seal.web.PageBody;

/** {@code /api/v1/applications}: submit, read, list. */
@RestController
@RequestMapping("/api/v1/applications")
class ApplicationsEndpoint {
  private final ApplyForSeal apply;
  private final Applications applications;
  private final Idempotency idempotency;

  ApplicationsEndpoint(ApplyForSeal apply, Applications applications, Idempotency idempotency) {
    this.apply = apply;
    this.applications = applications;
    this.idempotency = idempotency;
  }

  @PostMapping
  ResponseEntity<?> submit(@Valid @RequestBody ApplicationForm form, HttpServletRequest request) {
    return idempotency.once(
        request,
        form,
        () -> {
          Application made =
              apply.apply(form.request(), CurrentPerson.get(), CurrentPerson.administering());
          return ResponseEntity.created(URI.create("/api/v1/applications/" + made.id()))
              .body(ApplicationBody.of(made));
        });
  }

  @GetMapping("/{id}")
  ApplicationBody one(@PathVariable UUID id) {
    return applications
        .find(id)
        .filter(found -> CurrentPerson.looking().covers(found.request()))
        .map(ApplicationBody::of)
        .orElseThrow(() -> new Refused(SealRefusal.APPLICATION_UNKNOWN));
  }

  @GetMapping
  PageBody<ApplicationBody> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
    if (page < 0 || page > 1_000_000 || size < 1 || size > 100) {
      throw new Refused(CommonRefusal.REQUEST_INVALID);
    }
    Page part = new Page(page, size);
    Reach reach = CurrentPerson.looking();
    return PageBody.of(
        applications.list(part, reach).stream().map(ApplicationBody::of).toList(),
        part,
        applications.count(reach));
  }
}
