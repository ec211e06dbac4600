package org.xinfu.seal.tsa;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.seal.ca.BuiltInTsa;
import org.xinfu.trust.Bytes;

/** {@code POST /tsa}: RFC 3161 §3.4. What is wrong with a request the answer says itself. */
@RestController
@ConditionalOnProperty("xinfu.seal.tsa.enabled")
class TsaEndpoint {
  private static final int MOST_OCTETS = 16 << 10;
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";
  private final BuiltInTsa authority;

  TsaEndpoint(BuiltInTsa authority) {
    this.authority = authority;
  }

  @PostMapping(path = "/tsa", consumes = QUERY, produces = REPLY)
  ResponseEntity<byte[]> stamp(HttpServletRequest request) throws IOException {
    Bytes query = Bytes.of(request.getInputStream().readNBytes(MOST_OCTETS));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(REPLY))
        .body(authority.answer(query).toArray());
  }
}
