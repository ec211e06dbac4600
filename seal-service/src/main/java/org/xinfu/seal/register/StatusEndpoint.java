package org.xinfu.seal.register;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.Seals;

/** The status of a seal for everyone (状态发布), without login. */
@RestController
class StatusEndpoint {
  private final Seals seals;
  private final Clock clock;

  StatusEndpoint(Seals seals, Clock clock) {
    this.seals = seals;
    this.clock = clock;
  }

  /** With {@code seal} given, it must be this very structure that is registered. */
  @GetMapping("/api/v1/status/{esId}")
  Status status(@PathVariable String esId, @RequestParam(required = false) @Nullable String seal) {
    Seal found = seals.find(esId).orElseThrow(() -> new Refused(SealRefusal.SEAL_UNKNOWN));
    String registered = found.version().sm3();
    if (seal != null && !seal.equals(registered)) {
      throw new Refused(SealRefusal.SEAL_UNKNOWN);
    }
    return new Status(esId, registered, found.state().name(), found.since(), clock.instant());
  }

  /**
   * The answer.
   *
   * @param seal SM3 of the registered structure
   * @param since when it came into this state
   * @param asOf when this was said
   */
  record Status(String esId, String seal, String value, Instant since, Instant asOf) {}
}
