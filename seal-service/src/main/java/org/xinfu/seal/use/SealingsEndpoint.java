package org.xinfu.seal.use;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.Sealing;
import org.xinfu.seal.domain.Sealings;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.web.CurrentPerson;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** {@code /api/v1/sealings}: use a seal, read the record of a use. */
@RestController
@RequestMapping("/api/v1/sealings")
class SealingsEndpoint {
  private final UseSeal use;
  private final Sealings sealings;
  private final Seals seals;
  private final Idempotency idempotency;

  SealingsEndpoint(UseSeal use, Sealings sealings, Seals seals, Idempotency idempotency) {
    this.use = use;
    this.sealings = sealings;
    this.seals = seals;
    this.idempotency = idempotency;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> seal(
      @Valid @RequestPart("request") SealingForm form,
      @RequestPart("file") MultipartFile file,
      HttpServletRequest request) {
    Bytes document = octets(file);
    return idempotency.once(
        request,
        new Asked(form, Digests.sha256(document).toHex()),
        () -> {
          UseSeal.Sealed sealed = use.use(form, document, CurrentPerson.using());
          return ResponseEntity.created(URI.create("/api/v1/sealings/" + sealed.use().id()))
              .contentType(MediaType.parseMediaType(sealed.kind().mediaType()))
              .body(sealed.content().toArray());
        });
  }

  @GetMapping("/{id}")
  Sealing one(@PathVariable UUID id) {
    return sealings
        .find(id)
        .filter(
            found ->
                seals
                    .find(found.esId())
                    .filter(seal -> CurrentPerson.looking().covers(seal.request()))
                    .isPresent())
        .orElseThrow(() -> new Refused(SealRefusal.SEALING_UNKNOWN));
  }

  private static Bytes octets(MultipartFile file) {
    try {
      return Bytes.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes two requests the same. */
  private record Asked(SealingForm form, String documentSha256) {}
}
