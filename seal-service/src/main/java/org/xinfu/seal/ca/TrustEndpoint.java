package org.xinfu.seal.ca;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.CommonRefusal;

/** Anchors and CRLs for everyone; the CRL distribution point of the certificates. */
@RestController
class TrustEndpoint {
  private static final MediaType CRL = MediaType.parseMediaType("application/pkix-crl");
  private static final MediaType PEM = MediaType.parseMediaType("application/x-pem-file");
  private final TrustFiles files;

  TrustEndpoint(TrustFiles files) {
    this.files = files;
  }

  @GetMapping("/trust/{name}")
  ResponseEntity<byte[]> file(@PathVariable String name) {
    return files
        .file(name)
        .map(
            content ->
                ResponseEntity.ok()
                    .contentType(name.endsWith(".crl") ? CRL : PEM)
                    .body(content.toArray()))
        .orElseThrow(() -> new Refused(CommonRefusal.NOT_FOUND));
  }
}
