package org.xinfu.kit.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.home.ServiceHome;

/** The service's contract, byte for byte the file of {@code specs/openapi}. */
@RestController
final class OpenApiEndpoint {
  private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");
  private final Resource contract;

  OpenApiEndpoint(ServiceHome home) {
    contract = new ClassPathResource("specs/openapi/" + home.service() + ".yaml");
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<Resource> openapi() {
    if (!contract.exists()) {
      throw new Refused(CommonRefusal.NOT_FOUND);
    }
    return ResponseEntity.ok().contentType(YAML).body(contract);
  }
}
