package org.xinfu.seal.renew;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** {@code POST /api/v1/renewals}: the same document, judgeable for longer. */
@RestController
class RenewalsEndpoint {
  private final RenewDocument renew;
  private final Idempotency idempotency;

  RenewalsEndpoint(RenewDocument renew, Idempotency idempotency) {
    this.renew = renew;
    this.idempotency = idempotency;
  }

  @PostMapping(path = "/api/v1/renewals", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> renew(@RequestPart("file") MultipartFile file, HttpServletRequest request) {
    Bytes document = octets(file);
    return idempotency.once(
        request,
        new Asked(Digests.sha256(document).toHex()),
        () -> {
          RenewDocument.Renewed renewed = renew.renew(document);
          return ResponseEntity.ok()
              .contentType(MediaType.parseMediaType(renewed.mediaType()))
              .body(renewed.content().toArray());
        });
  }

  private static Bytes octets(MultipartFile file) {
    try {
      return Bytes.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes two requests the same. */
  private record Asked(String documentSha256) {}
}
