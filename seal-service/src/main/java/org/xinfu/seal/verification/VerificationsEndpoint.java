package org.xinfu.seal.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ReportJson;

/** {@code POST /api/v1/verifications}: the JSON of {@code xinfu verify}, for everyone. */
@RestController
class VerificationsEndpoint {
  private final VerifyFile verify;

  VerificationsEndpoint(VerifyFile verify) {
    this.verify = verify;
  }

  @PostMapping(
      path = "/api/v1/verifications",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> verify(@RequestPart("file") MultipartFile file) {
    try {
      String name = Objects.requireNonNullElse(file.getOriginalFilename(), "file");
      String json = ReportJson.write(name, verify.verify(Bytes.of(file.getBytes()))) + "\n";
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
