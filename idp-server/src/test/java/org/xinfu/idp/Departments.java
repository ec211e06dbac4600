package org.xinfu.idp;

import com.microsoft.playwright.Page;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.ExampleApp.Proof;

/**
 * One server and the applications of two departments, processes of their own with the starter: the
 * land office proves itself by a key, the water office by a secret.
 */
final class Departments {
  static final String LAND = "Real estate registration (sample)";
  static final String WATER = "Water bills (sample)";

  private static final Duration SOON = Duration.ofSeconds(20);

  final RunningIdp idp;
  final ExampleApp land;
  final ExampleApp water;

  private static final class Running {
    static final Departments ALL = start();

    private static Departments start() {
      try {
        Departments all = new Departments();
        Runtime.getRuntime().addShutdownHook(new Thread(all::stop));
        all.open();
        return all;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Departments() throws IOException {
    Path home = Files.createTempDirectory("xinfu-departments");
    land = new ExampleApp(home.resolve("land"));
    water = new ExampleApp(home.resolve("water"));
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=localhost:" + land.port + ",localhost:" + water.port,
                "--xinfu.logout.poll=PT0.1S",
                // One level for each way in which a person gets further.
                "--xinfu.levels.rows=L1 IAL1 AAL1,L2 IAL1 AAL2,L3 IAL2 AAL2,L4 IAL3 AAL3",
                "--xinfu.upstream.simulator=true",
                "--xinfu.upstream.probe=PT0.2S");
  }

  static Departments get() {
    return Running.ALL;
  }

  private void open() throws Exception {
    idp.start();
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("land-1").generate();
    Map<String, Object> byKey = byKey(key);
    byKey.put("client_name#en", LAND);
    String id = register(land, "不动产登记大厅（样例）", byKey);
    land.with(
            "--xinfu.api.issuer=" + idp.origin,
            "--xinfu.api.audience=licence-vault",
            "--xinfu.api.scopes.[/api/**]=licence:own",
            "--xinfu.api.step-up.[/api/pay]=urn:xinfu:acr:aal2 PT5M")
        .start("land", idp, id, Proof.key(key));
    String other = register(water, "水务缴费大厅（样例）", Map.of("client_name#en", WATER));
    HttpResponse<String> secret =
        new Administrator(idp).post("/api/v1/clients/" + other + "/secret", Map.of());
    String told = (String) RunningIdp.json(secret.body()).get("client_secret");
    water.start("water", idp, other, Proof.secret(told));
    land.awaitReady();
    water.awaitReady();
  }

  private void stop() {
    land.close();
    water.close();
    idp.close();
  }

  private String register(ExampleApp app, String name, Map<String, Object> more) {
    Map<String, Object> metadata =
        new HashMap<>(
            Map.of(
                "client_name",
                name,
                "redirect_uris",
                List.of(app.origin + "/login/oauth2/code/xinfu"),
                "post_logout_redirect_uris",
                List.of(app.origin + "/"),
                "backchannel_logout_uri",
                app.origin + "/logout/connect/back-channel/xinfu",
                "scope",
                "openid profile entity"));
    metadata.putAll(more);
    return new Administrator(idp).register(metadata);
  }

  private static Map<String, Object> byKey(ECKey key) throws JOSEException {
    return new HashMap<>(
        Map.of(
            "token_endpoint_auth_method",
            "private_key_jwt",
            "jwks",
            new JWKSet(key.toPublicJWK()).toJSONObject()));
  }

  /** Spring adds {@code ?continue} to the page that was asked for before the login. */
  static void arrive(Page page, ExampleApp app, String path) {
    page.waitForURL(Pattern.compile(Pattern.quote(app.origin + path) + "(\\?continue)?"));
  }

  /** Until no logout token waits for an application. */
  void awaitDelivered() {
    JdbcClient jdbc = idp.bean(JdbcClient.class);
    String waiting = "SELECT count(*) FROM logout_delivery WHERE state = 'WAITING'";
    RunningIdp.await(SOON, () -> jdbc.sql(waiting).query(Long.class).single() == 0);
    String delivered = "SELECT count(*) FROM logout_delivery WHERE state = 'DELIVERED'";
    if (jdbc.sql(delivered).query(Long.class).single() == 0) {
      throw new AssertionError("nobody was told");
    }
  }
}
