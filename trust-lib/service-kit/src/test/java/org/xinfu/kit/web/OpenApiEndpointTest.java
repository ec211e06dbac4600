package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.xinfu.kit.Refused;
import org.xinfu.kit.home.ServiceHome;

class OpenApiEndpointTest {
  @ParameterizedTest
  @ValueSource(strings = {"idp-server", "seal-service", "licence-vault"})
  void everyServiceShowsItsOwnContractOctetForOctet(String service) throws IOException {
    ResponseEntity<Resource> answer = endpoint(service).openapi();
    byte[] shown = Objects.requireNonNull(answer.getBody()).getContentAsByteArray();
    try (var file =
        getClass().getClassLoader().getResourceAsStream("specs/openapi/" + service + ".yaml")) {
      assertThat(shown).isEqualTo(Objects.requireNonNull(file).readAllBytes());
    }
    assertThat(new String(shown, StandardCharsets.UTF_8)).contains("openapi: 3.1", service);
    assertThat(answer.getHeaders().getContentType()).hasToString("application/yaml;charset=UTF-8");
  }

  @Test
  void aServiceWithoutAContractAnswersNotFound() {
    assertThatThrownBy(() -> endpoint("no-such-service").openapi())
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal()).isEqualTo(CommonRefusal.NOT_FOUND));
  }

  private static OpenApiEndpoint endpoint(String service) {
    return new OpenApiEndpoint(new ServiceHome(Path.of("x"), null, null, service));
  }
}
