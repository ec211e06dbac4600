package org.xinfu.example.department;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.spring.DocumentVerifier;

/** What a department team writes to have documents judged. */
@RestController
record VerifyPage(DocumentVerifier verifier) {
  @PostMapping("/api/verify")
  String judge(@RequestBody byte[] document) {
    return verifier.verify(DocumentSource.of(Bytes.of(document))).conclusion().name();
  }
}
