package org.xinfu.idp.token;

import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The JWK set with SM2 keys in it (decision 0013); {@code sm2_jwks_uri} of RFC 8414. */
@RestController
class Sm2KeysEndpoint {
  private final OwnKeys keys;

  Sm2KeysEndpoint(OwnKeys keys) {
    this.keys = keys;
  }

  @GetMapping(path = "/oauth2/jwks/sm2", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, List<Map<String, Object>>> published() {
    return Map.of("keys", keys.all());
  }
}
