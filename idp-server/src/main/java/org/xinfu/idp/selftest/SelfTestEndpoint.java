package org.xinfu.idp.selftest;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.registration.ClientRefusal;
import org.xinfu.idp.registration.Registrations;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;

/** {@code /api/v1/clients/{id}/self-tests}: starts a self-test and tells what it found. */
@RestController
class SelfTestEndpoint {
  private final RunSelfTest run;
  private final SelfTests tests;
  private final Registrations registrations;
  private final Idempotency idempotency;
  private final CheckTexts texts = new CheckTexts();

  SelfTestEndpoint(
      RunSelfTest run, SelfTests tests, Registrations registrations, Idempotency idempotency) {
    this.run = run;
    this.tests = tests;
    this.registrations = registrations;
    this.idempotency = idempotency;
  }

  /** Answers at once; the run is read until its state is FINISHED. */
  @PostMapping("/api/v1/clients/{id}/self-tests")
  ResponseEntity<?> start(
      @PathVariable String id, Authentication caller, HttpServletRequest request) {
    return idempotency.once(
        request,
        Map.of("client", id),
        () -> {
          SelfTest started =
              run.start(
                  registrations
                      .byId(id)
                      .orElseThrow(() -> new Refused(ClientRefusal.CLIENT_UNKNOWN)),
                  caller.getName());
          return ResponseEntity.created(
                  URI.create("/api/v1/clients/" + id + "/self-tests/" + started.id()))
              .body(texts.answer(started));
        });
  }

  @GetMapping("/api/v1/clients/{id}/self-tests/{test}")
  ResponseEntity<Map<String, Object>> get(@PathVariable String id, @PathVariable String test) {
    SelfTest found =
        tests.byId(id, test).orElseThrow(() -> new Refused(SelfTestRefusal.SELF_TEST_UNKNOWN));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(texts.answer(found));
  }
}
