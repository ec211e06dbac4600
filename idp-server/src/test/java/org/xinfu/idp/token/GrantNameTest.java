package org.xinfu.idp.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a token is kept it has to be found. */
class GrantNameTest {
  private static final String GRANT = "0b9d1f2e-3c4d-4e5f-8a6b-7c8d9e0f1a2b";

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 20_000})
  void what_is_made_and_what_is_shown_are_read_alike(int more) {
    String jti = GRANT + ".AAAAAAAAAAA";
    String token = jwt("{\"jti\":\"" + jti + "\",\"more\":\"" + "x".repeat(more) + "\"}");
    boolean named = GrantName.in(token).isPresent();
    assertThat(named).isEqualTo(more < 16_384);
    assertThat(GrantName.is(GRANT, token, Map.of("jti", jti))).isEqualTo(named);
  }

  @Test
  void a_refresh_token_names_its_grant() {
    assertThat(GrantName.in(GrantName.refresh(GRANT, "s.e"))).contains(GRANT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "0b9d1f2e-3c4d-4e5f-8a6b-7c8d9e0f1a2b",
        "0B9D1F2E-3C4D-4E5F-8A6B-7C8D9E0F1A2B.s",
        "0b9d1f2e-3c4d-4e5f-8a6b-7c8d9e0f1a2bb.s",
        "0b9d1f2e3c4d4e5f8a6b7c8d9e0f1a2b.s",
        "cc-0b9d1f2e-3c4d-4e5f-8a6b-7c8d9e0f1a2b.s"
      })
  void nothing_else_does(String name) {
    assertThat(GrantName.in(name)).isEmpty();
    assertThat(GrantName.in(jwt("{\"jti\":\"" + name + "\"}"))).isEmpty();
    assertThat(GrantName.is(GRANT, "token", Map.of("jti", name))).isFalse();
  }

  private static String jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"ES256\"}".getBytes(UTF_8))
        + "."
        + base64.encodeToString(claims.getBytes(UTF_8))
        + ".AAAA";
  }
}
