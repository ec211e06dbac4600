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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.OldSeals;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.jose.JwsVerifier;

/** Signing keys change while services go on with what they have cached, under both algorithms. */
class KeyRotationTest {
  private static final String SM2 = "SM2-SM3";
  private static final Duration PERIOD = Duration.ofSeconds(8);
  private static final Duration LEAD = Duration.ofSeconds(5);
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3);
  private static final int KEYS = 4;

  @Test
  void over_three_rotations_no_service_that_caches_the_keys_meets_an_unknown_one(@TempDir Path home)
      throws Exception {
    try (RunningIdp idp =
        new RunningIdp(home)
            .with(
                "--xinfu.keys.period=" + PERIOD,
                "--xinfu.keys.lead=" + LEAD,
                "--xinfu.keys.overlap=PT6S",
                "--xinfu.keys.check=PT0.2S")
            .start()) {
      List<Service> services = services(idp);
      OldSeal.over(idp, "https://formerly.example.cn");
      Instant end = Instant.now().plus(PERIOD.multipliedBy(10));
      List<Future<Integer>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        services.forEach(one -> running.add(threads.submit(() -> one.goOn(services, end))));
      }
      for (Future<Integer> one : running) {
        assertThat(one.get()).as("answers of one service").isGreaterThan(2 * KEYS);
      }
      assertThat(labels(idp, "ES256"))
          .startsWith("oidc-signing-1", "oidc-signing-2", "oidc-signing-3", "oidc-signing-4");
      assertThat(labels(idp, SM2))
          .startsWith(
              "oidc-sm2-signing-1",
              "oidc-sm2-signing-2",
              "oidc-sm2-signing-3",
              "oidc-sm2-signing-4");
      for (Service one : services) {
        assertThat(one.fetched()).as("the first key has gone").doesNotContainKey(one.first());
      }
      assertThat(idp.bean(OldSeals.class).check()).as("a seal outlasts its key").isEqualTo("done");
      idp.stop();
      idp.start();
      assertThat(idp.bean(OldSeals.class).check()).isEqualTo("done");
      for (Service one : services(idp)) {
        one.ask();
      }
    }
  }

  /** Machines and services of persons (ID tokens by refreshing), of each algorithm. */
  private static List<Service> services(RunningIdp idp) {
    NewClient machine =
        NewClient.machine(idp, "licence:read", "access_token_signed_response_alg", SM2);
    NewClient plain = NewClient.machine(idp, "licence:read");
    NewClient web = NewClient.web(idp, "id_token_signed_response_alg", SM2);
    NewClient usual = NewClient.web(idp);
    return List.of(
        new Service(machine, SM2, null),
        new Service(plain, "ES256", null),
        new Service(web, SM2, web.logIn("citizen", "openid")),
        new Service(usual, "ES256", usual.logIn("citizen", "openid")));
  }

  private static List<String> labels(RunningIdp idp, String algorithm) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT label FROM signing_key WHERE algorithm = ? ORDER BY number")
        .param(algorithm)
        .query(String.class)
        .list();
  }

  /** Fetches its JWK set every two seconds and never in between, whatever token it meets. */
  private static final class Service {
    private static final Duration CACHED = Duration.ofSeconds(2);

    private final NewClient client;
    private final String algorithm;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Set<String> used = Collections.synchronizedSet(new LinkedHashSet<>());
    private Map<String, Object> tokens;
    private Instant fetchedAt = Instant.MIN;
    private Map<String, Map<String, Object>> keys = Map.of();

    private record Kept(Instant until, String token) {}

    Service(
        NewClient client,
        String algorithm,
        @org.jspecify.annotations.Nullable Map<String, Object> tokens) {
      this.client = client;
      this.algorithm = algorithm;
      this.tokens = tokens == null ? Map.of() : tokens;
    }

    /** Goes on until every service has seen enough keys; says how often it asked. */
    Integer goOn(List<Service> all, Instant end) throws Exception {
      int asked = 0;
      while (all.stream().anyMatch(one -> one.used.size() < KEYS)) {
        assertThat(Instant.now())
            .as("%s: four keys in time, so far %s", algorithm, used)
            .isBefore(end);
        ask();
        asked++;
      }
      return asked;
    }

    /** Asks for a token and verifies it, and those of the last seconds once more. */
    void ask() throws Exception {
      String token = next();
      Instant now = Instant.now();
      kept.add(new Kept(now.plus(TOKEN_LIFE), token));
      while (kept.getFirst().until().isBefore(now)) {
        kept.removeFirst();
      }
      for (Kept one : kept) {
        used.add(verify(one.token()));
      }
    }

    String first() {
      return used.iterator().next();
    }

    private String next() {
      if (tokens.isEmpty()) {
        return text(
            client.token(Map.of("grant_type", "client_credentials", "scope", "licence:read")),
            "access_token");
      }
      tokens = client.refresh(tokens);
      return text(tokens, "id_token");
    }

    private String verify(String token) throws Exception {
      SignedJWT jwt = SignedJWT.parse(token);
      assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
      if (Instant.now().isAfter(fetchedAt.plus(CACHED)) || keys.isEmpty()) {
        keys = fetched();
        fetchedAt = Instant.now();
      }
      String kid = jwt.getHeader().getKeyID();
      Map<String, Object> key = keys.get(kid);
      assertThat(key).as("the key is in the cached set").isNotNull();
      assertThat(holds(token, jwt, key)).isTrue();
      return kid;
    }

    /** By Nimbus where it can, else by trust-jose. */
    private boolean holds(String token, SignedJWT jwt, Map<String, Object> key) throws Exception {
      if (algorithm.equals("ES256")) {
        return jwt.verify(new ECDSAVerifier(JWK.parse(key).toECKey()));
      }
      TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), Instant.now());
      return JwsVerifier.knowing(JwsVerifier.key(key).orElseThrow(), policy).verify(token)
          instanceof Verdict.Valid;
    }

    @SuppressWarnings("unchecked")
    Map<String, Map<String, Object>> fetched() throws Exception {
      String set = algorithm.equals("ES256") ? "/oauth2/jwks" : "/oauth2/jwks/sm2";
      HttpResponse<String> answer = new Browser(client.idp.origin).get(set);
      if (algorithm.equals("ES256")) {
        assertThat(JWKSet.parse(answer.body()).getKeys()).isNotEmpty();
      }
      Map<String, Map<String, Object>> all = new HashMap<>();
      Object listed = Objects.requireNonNull(RunningIdp.json(answer.body()).get("keys"));
      ((List<Map<String, Object>>) listed).forEach(key -> all.put(text(key, "kid"), key));
      return all;
    }

    private static String text(Map<String, Object> members, String name) {
      return (String) Objects.requireNonNull(members.get(name), name);
    }
  }
}
