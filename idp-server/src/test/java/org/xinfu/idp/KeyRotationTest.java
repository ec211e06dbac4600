package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing keys change while services go on with what they have cached. */
class KeyRotationTest {
  private static final Duration PERIOD = Duration.ofSeconds(8);
  private static final Duration LEAD = Duration.ofSeconds(5);
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3);

  @Test
  void over_three_rotations_a_service_that_caches_the_keys_meets_no_unknown_one(@TempDir Path home)
      throws Exception {
    try (RunningIdp idp =
        new RunningIdp(home)
            .with(
                "--xinfu.keys.period=" + PERIOD,
                "--xinfu.keys.lead=" + LEAD,
                "--xinfu.keys.overlap=PT6S",
                "--xinfu.keys.check=PT0.2S")
            .start()) {
      Service service = new Service(idp);
      Set<String> used = new LinkedHashSet<>();
      Instant end = Instant.now().plus(PERIOD.multipliedBy(10));
      while (used.size() < 4) {
        assertThat(Instant.now()).as("four keys in time, so far %s", used).isBefore(end);
        used.add(service.take(token(idp)));
      }
      List<String> labels =
          idp.bean(JdbcClient.class)
              .sql("SELECT label FROM signing_key ORDER BY number LIMIT 4")
              .query(String.class)
              .list();
      assertThat(labels)
          .containsExactly("oidc-signing-1", "oidc-signing-2", "oidc-signing-3", "oidc-signing-4");
      assertThat(service.fetched().getKeyByKeyId(used.iterator().next()))
          .as("the first key has gone from the set")
          .isNull();
      idp.stop();
      idp.start();
      service.take(token(idp));
    }
  }

  private static String token(RunningIdp idp) {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "licence:read"),
                "Authorization",
                idp.basic("department-demo"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }

  /** Fetches the JWK set every two seconds and never in between, whatever token it meets. */
  private static final class Service {
    private static final Duration CACHED = Duration.ofSeconds(2);

    private final RunningIdp idp;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private Instant fetchedAt = Instant.MIN;
    private @Nullable JWKSet keys;

    private record Kept(Instant until, String token) {}

    Service(RunningIdp idp) {
      this.idp = idp;
    }

    /** Verifies the token, and those of the last seconds once more. */
    String take(String token) throws Exception {
      Instant now = Instant.now();
      kept.add(new Kept(now.plus(TOKEN_LIFE), token));
      while (kept.getFirst().until().isBefore(now)) {
        kept.removeFirst();
      }
      String kid = "";
      for (Kept one : kept) {
        kid = verify(one.token());
      }
      return kid;
    }

    private String verify(String token) throws Exception {
      SignedJWT jwt = SignedJWT.parse(token);
      JWKSet cached = keys;
      if (cached == null || Instant.now().isAfter(fetchedAt.plus(CACHED))) {
        cached = fetched();
        keys = cached;
        fetchedAt = Instant.now();
      }
      JWK key = cached.getKeyByKeyId(jwt.getHeader().getKeyID());
      assertThat(key).as("the key is in the cached set").isNotNull();
      assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
      return key.getKeyID();
    }

    JWKSet fetched() throws Exception {
      return JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    }
  }
}
