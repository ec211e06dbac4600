package org.xinfu.licence.deposit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.Caller;
import org.xinfu.licence.web.IssuedView;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** {@code POST /api/v1/deposits}: part {@code metadata} (JSON) and part {@code file}. */
@RestController
final class DepositEndpoint {
  private final DepositLicence depositing;
  private final Idempotency idempotency;
  private final Clock clock;

  DepositEndpoint(DepositLicence depositing, Idempotency idempotency, Clock clock) {
    this.depositing = depositing;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  @PostMapping(path = "/api/v1/deposits", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> deposit(
      @RequestPart("metadata") @Valid DepositRequest metadata,
      @RequestPart("file") MultipartFile file,
      HttpServletRequest request) {
    Caller.mustSpeakFor(metadata.issuer().uscc());
    Bytes octets = octets(file);
    return idempotency.once(
        request,
        new Asked(metadata, Digests.sha256(octets).toHex()),
        () -> {
          IssuedView view =
              IssuedView.of(
                  depositing.deposit(metadata, octets),
                  LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA));
          return ResponseEntity.created(URI.create(view.href())).body(view);
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
  private record Asked(DepositRequest metadata, String fileSha256) {}
}
