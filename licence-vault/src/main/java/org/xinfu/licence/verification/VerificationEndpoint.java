package org.xinfu.licence.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.Identifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ReportJson;

/** {@code /api/v1/verifications}: by file and by identifier; public. */
@RestController
final class VerificationEndpoint {
  private final VerifyFile verifying;
  private final LicenceStore licences;
  private final Catalogue catalogue;
  private final Clock clock;

  VerificationEndpoint(
      VerifyFile verifying, LicenceStore licences, Catalogue catalogue, Clock clock) {
    this.verifying = verifying;
    this.licences = licences;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @PostMapping("/api/v1/verifications")
  ResponseEntity<String> file(@RequestPart("file") MultipartFile file) {
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    String report = ReportJson.write(name, verifying.verify(octets(file)));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report + "\n");
  }

  @GetMapping("/api/v1/verifications")
  PublicFacts identifier(@RequestParam("id") String identifier) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA);
    return PublicFacts.of(Identifiers.find(licences, identifier), catalogue, today);
  }

  private static Bytes octets(MultipartFile file) {
    try {
      return Bytes.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
