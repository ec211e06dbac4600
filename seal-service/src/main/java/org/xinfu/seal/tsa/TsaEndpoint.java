package org.xinfu.seal.tsa;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.AddressPrefix;
import org.xinfu.seal.ca.BuiltInTsa;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;

/**
 * {@code POST /tsa}: RFC 3161 §3.4. What is wrong with a request the answer says itself; each
 * network has so many stamps a minute.
 */
@RestController
@ConditionalOnProperty("xinfu.seal.tsa.enabled")
class TsaEndpoint {
  private static final int MOST_OCTETS = 16 << 10;
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";
  private final BuiltInTsa authority;
  private final StampAllowance allowance;
  private final TsaSettings settings;
  private final Clock clock;

  TsaEndpoint(BuiltInTsa authority, StampAllowance allowance, TsaSettings settings, Clock clock) {
    this.authority = authority;
    this.allowance = allowance;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping(path = "/tsa", consumes = QUERY, produces = REPLY)
  ResponseEntity<byte[]> stamp(HttpServletRequest request) throws IOException {
    String network = AddressPrefix.of(request.getRemoteAddr());
    if (!allowance.take(network, settings.perMinute(), clock.instant())) {
      throw new Refused(SealRefusal.STAMPS_LIMITED);
    }
    Bytes query = Bytes.of(request.getInputStream().readNBytes(MOST_OCTETS));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(REPLY))
        .body(authority.answer(query).toArray());
  }
}
