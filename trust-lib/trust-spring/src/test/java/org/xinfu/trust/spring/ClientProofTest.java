package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client proves itself with; the exchange itself is run by idp-server's tests. */
class ClientProofTest {
  @TempDir Path home;

  @Test
  void a_key_or_a_secret_is_read_and_never_shown() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    Path file = Files.writeString(home.resolve("key.jwk"), key.toJSONString());
    ClientProof proof = ClientProof.of(login(null, file));
    assertThat(proof).isEqualTo(new ClientProof.Key(key)).hasToString("Key k1");
    Path secret = Files.writeString(home.resolve("secret"), "s3cret\n");
    assertThat(ClientProof.of(login(secret, null)))
        .isEqualTo(new ClientProof.Secret("s3cret"))
        .hasToString("Secret");
  }

  @Test
  void what_is_no_private_key_of_p256_is_refused_without_a_word_of_it() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    for (String wrong :
        List.of(
            "",
            "private words",
            key.toPublicJWK().toJSONString(),
            new ECKeyGenerator(Curve.P_384).generate().toJSONString(),
            key.toJSONString().substring(0, 60))) {
      Path file = Files.writeString(home.resolve("key.jwk"), wrong);
      assertThatThrownBy(() -> ClientProof.of(login(null, file)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("key.jwk")
          .hasNoCause()
          .message()
          .doesNotContain("private words");
    }
  }

  @Test
  void it_is_one_of_the_two() {
    assertThatThrownBy(() -> login(null, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> login(home, home)).isInstanceOf(IllegalArgumentException.class);
  }

  private static LoginSettings login(@Nullable Path secret, @Nullable Path key) {
    return new LoginSettings(
        "https://id.example",
        "land",
        secret,
        key,
        List.of("openid"),
        List.of(),
        "ES256",
        false,
        Map.of(),
        null);
  }
}
