package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Relying parties that others wrote: npm's openid-client and Apache's mod_auth_openidc. {@code
 * ./xinfu test} installs both; where one is missing the test fails and says what to install.
 */
class OutsideClientsTest {
  private static final Path APACHE = Path.of("/usr/sbin/apache2");
  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
  private static final Path SCRIPT = Path.of("src/test/node");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path home;
  private static int nodePort;
  private static int apachePort;
  private static RunningIdp idp;

  @BeforeAll
  static void start() throws Exception {
    nodePort = Ports.free();
    apachePort = Ports.free();
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=localhost:" + nodePort + ",localhost:" + apachePort,
                "--xinfu.logout.poll=PT0.1S")
            .start();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void openid_client() throws Exception {
    Path directory = packages();
    needed(directory != null, "node, npm and its packages: apt-get install nodejs npm");
    Map<String, Object> settings =
        Map.of(
            "issuer",
            idp.origin,
            "adminToken",
            adminToken(),
            "port",
            nodePort,
            "account",
            "citizen",
            "password",
            idp.password("citizen"));
    ProcessBuilder node = new ProcessBuilder("node", "rp.mjs").directory(directory.toFile());
    node.environment().put("XINFU_RP", JsonMapper.builder().build().writeValueAsString(settings));
    String said = run(node, directory.resolve("rp.log"));
    assertThat(said.lines().filter(line -> line.startsWith("ok ")))
        .as(said)
        .containsExactly(
            "ok discovery",
            "ok code-pkce",
            "ok private-key-jwt",
            "ok userinfo",
            "ok silent",
            "ok par",
            "ok refresh-replay",
            "ok dpop-nonce",
            "ok rp-logout",
            "ok back-channel-logout",
            "ok logged-out");
  }

  private static void needed(boolean there, String what) {
    assertThat(there).as(what).isTrue();
  }

  /** The packages of the lock file, from npm's cache when they are there; null without npm. */
  private static Path packages() throws Exception {
    Path directory = Files.createDirectories(Path.of("target", "node"));
    for (String file : List.of("package.json", "package-lock.json", "rp.mjs")) {
      Files.writeString(directory.resolve(file), Files.readString(SCRIPT.resolve(file)));
    }
    try {
      run(
          new ProcessBuilder(
                  "npm",
                  "ci",
                  "--prefer-offline",
                  "--ignore-scripts",
                  "--no-audit",
                  "--no-fund",
                  "--fetch-retries=1")
              .directory(directory.toFile()),
          directory.resolve("npm.log"));
    } catch (IOException noNpm) {
      return null;
    }
    return Files.isDirectory(directory.resolve("node_modules/openid-client")) ? directory : null;
  }

  @Test
  void mod_auth_openidc() throws Exception {
    needed(
        Files.exists(APACHE) && Files.exists(MODULES.resolve("mod_auth_openidc.so")),
        "apt-get install apache2 libapache2-mod-auth-openidc");
    String app = "http://localhost:" + apachePort;
    Map<String, Object> client =
        api(
            "/api/v1/clients",
            Map.of(
                "client_name",
                "mod_auth_openidc（样例）",
                "redirect_uris",
                List.of(app + "/oidc"),
                "post_logout_redirect_uris",
                List.of(app + "/public/out.html"),
                "backchannel_logout_uri",
                app + "/oidc?logout=backchannel",
                "scope",
                "openid profile"));
    String id = (String) client.get("client_id");
    Object secret = api("/api/v1/clients/" + id + "/secret", Map.of()).get("client_secret");
    Path configuration = apache(id, (String) secret);
    Process apache =
        new ProcessBuilder(APACHE.toString(), "-X", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(configuration.resolveSibling("apache.out").toFile())
            .start();
    try {
      awaitListening(app + "/public/out.html");
      protectedByApache(app);
    } catch (AssertionError | NoSuchElementException failed) {
      String log = Files.readString(configuration.resolveSibling("error.log"));
      throw new AssertionError(log.substring(Math.max(0, log.length() - 4000)), failed);
    } finally {
      apache.destroy();
      apache.waitFor(10, TimeUnit.SECONDS);
      apache.destroyForcibly();
    }
  }

  private static void protectedByApache(String app) throws Exception {
    Browser person = new Browser(app);
    HttpResponse<String> page = logInAt(person, app);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("inside");
    assertThat(page.headers().firstValue("X-Iss")).contains(idp.origin);
    String sub = page.headers().firstValue("X-Sub").orElseThrow();
    assertThat(sub).hasSizeGreaterThan(10);

    // Ended at the provider: the module is told by the back channel.
    Browser provider = new Browser(idp.origin);
    provider.cookies.getCookieStore().removeAll();
    person
        .cookies
        .getCookieStore()
        .getCookies()
        .forEach(cookie -> provider.cookies.getCookieStore().add(provider.uri("/"), cookie));
    provider.submit("/account", "/logout");
    Instant end = Instant.now().plus(PATIENCE);
    while (person.get("/").statusCode() == 200) {
      assertThat(Instant.now()).as("the session ends").isBefore(end);
      Thread.sleep(100);
    }

    // Ended at the module: the provider's login ends as well.
    assertThat(logInAt(person, app).statusCode()).isEqualTo(200);
    HttpResponse<String> out =
        person.get("/oidc?" + Browser.encode(Map.of("logout", app + "/public/out.html")));
    assertThat(Browser.location(out)).startsWith(idp.origin + "/connect/logout?");
    HttpResponse<String> back = person.get(Browser.location(out));
    assertThat(Browser.location(back)).startsWith(app + "/public/out.html");
    assertThat(Browser.location(person.get(idp.origin + "/account"))).endsWith("/login");
  }

  /** Opens the protected page and logs in where it leads. */
  private static HttpResponse<String> logInAt(Browser person, String app) {
    HttpRequest.Builder byPerson =
        HttpRequest.newBuilder(person.uri("/")).header("Accept", "text/html");
    HttpResponse<String> asked = person.send(byPerson);
    assertThat(asked.statusCode()).as(asked.headers().map() + asked.body()).isEqualTo(302);
    HttpResponse<String> login = led(person, asked);
    assertThat(login.statusCode()).isEqualTo(200);
    assertThat(login.body()).contains("name=\"username\"");
    String token = login.body().replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    HttpResponse<String> in =
        person.post(
            idp.origin + "/login",
            Map.of("username", "citizen", "password", idp.password("citizen"), "_csrf", token));
    return led(person, in);
  }

  /** Goes where a browser is led. */
  private static HttpResponse<String> led(Browser person, HttpResponse<String> answer) {
    HttpResponse<String> at = answer;
    for (int hop = 0; hop < 6 && at.statusCode() == 302; hop++) {
      at = person.get(Browser.location(at));
    }
    return at;
  }

  private static Path apache(String id, String secret) throws IOException {
    Path root = Files.createDirectories(home.resolve("apache"));
    Files.createDirectories(root.resolve("www/public"));
    Files.writeString(root.resolve("www/index.html"), "inside");
    Files.writeString(root.resolve("www/public/out.html"), "outside");
    StringBuilder text = new StringBuilder();
    for (String module :
        List.of(
            "mpm_event",
            "authn_core",
            "authz_core",
            "authz_user",
            "dir",
            "headers",
            "auth_openidc")) {
      Path file = MODULES.resolve("mod_" + module + ".so");
      text.append("LoadModule ").append(module).append("_module ").append(file).append('\n');
    }
    text.append(
        """
        ServerRoot %1$s
        ServerName localhost
        Listen 127.0.0.1:%2$d
        PidFile %1$s/pid
        ErrorLog %1$s/error.log
        LogLevel warn auth_openidc:info
        User www-data
        Group www-data
        DocumentRoot %1$s/www
        DirectoryIndex index.html
        OIDCProviderMetadataURL %3$s/.well-known/openid-configuration
        OIDCClientID %4$s
        OIDCClientSecret %5$s
        OIDCRedirectURI http://localhost:%2$d/oidc
        OIDCCryptoPassphrase %5$s
        OIDCPKCEMethod S256
        OIDCIDTokenSignedResponseAlg ES256
        OIDCScope "openid profile"
        OIDCSessionType server-cache
        OIDCCookieSameSite On
        <Location />
          AuthType openid-connect
          Require valid-user
          Header set X-Sub "%%{OIDC_CLAIM_sub}e"
          Header set X-Iss "%%{OIDC_CLAIM_iss}e"
        </Location>
        <Location /public>
          AuthType None
          Require all granted
        </Location>
        """
            .formatted(root, apachePort, idp.origin, id, secret));
    // Apache's workers are no longer root.
    for (Path part = root; part.startsWith(home); part = part.getParent()) {
      open(part);
    }
    return Files.writeString(root.resolve("apache.conf"), text.toString());
  }

  private static void open(Path directory) {
    assertThat(directory.toFile().setExecutable(true, false)).isTrue();
    assertThat(directory.toFile().setReadable(true, false)).isTrue();
  }

  private static void awaitListening(String url) throws InterruptedException {
    Browser browser = new Browser(url);
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        assertThat(browser.get(url).statusCode()).isEqualTo(200);
        return;
      } catch (java.io.UncheckedIOException notYet) {
        assertThat(Instant.now()).as("apache2 listens").isBefore(end);
        Thread.sleep(100);
      }
    }
  }

  private static String adminToken() {
    HttpResponse<String> token =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "idp:clients"),
                "Authorization",
                idp.basic("idp-admin"));
    return (String) RunningIdp.json(token.body()).get("access_token");
  }

  private static Map<String, Object> api(String path, Map<String, Object> body) {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(browser.uri(path))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JsonMapper.builder().build().writeValueAsString(body))));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return RunningIdp.json(answer.body());
  }

  /** What it said, once it is done; the test's time is not spent on it for ever. */
  private static String run(ProcessBuilder command, Path log) throws Exception {
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.readString(log);
  }
}
