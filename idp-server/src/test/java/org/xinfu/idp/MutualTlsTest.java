package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.trust.spring.CertificateBinding;

/** RFC 8705 over a TLS listener of our own, and RFC 9440 from proxies; certificates by OpenSSL. */
class MutualTlsTest {
  private static final String SAN = "land.example";

  @TempDir static Path home;
  @TempDir static Path folder;
  private static CertificateShop shop;
  private static RunningIdp idp;
  private static String secure;
  private static NewClient named;
  private static NewClient selfSigned;
  private static TlsCaller land;
  private static TlsCaller own;

  @BeforeAll
  static void start() throws Exception {
    shop = new CertificateShop(folder);
    shop.server("localhost");
    int port = Ports.free();
    secure = "https://localhost:" + port;
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.mtls.public-url=" + secure,
                "--xinfu.mtls.port=" + port,
                "--xinfu.mtls.certificate=" + folder.resolve("server.pem"),
                "--xinfu.mtls.key=" + folder.resolve("server.key"),
                "--xinfu.mtls.trust=" + shop.trust())
            .start();
    land = shop.client("land", "CN=land,O=样例", "DNS:" + SAN);
    own = shop.selfSigned("own");
    named =
        NewClient.machine(
            idp,
            "licence:read",
            "token_endpoint_auth_method",
            "tls_client_auth",
            "tls_client_auth_san_dns",
            SAN,
            "tls_client_certificate_bound_access_tokens",
            true);
    // Only the operator gives this scope.
    idp.bean(JdbcClient.class)
        .sql("UPDATE client SET scopes = 'licence:read idp:clients' WHERE id = ?")
        .param(named.id)
        .update();
    selfSigned =
        NewClient.machine(
            idp,
            "licence:read",
            "token_endpoint_auth_method",
            "self_signed_tls_client_auth",
            "jwks",
            own.jwks(),
            "tls_client_certificate_bound_access_tokens",
            true);
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void a_client_proves_itself_by_its_certificate_and_gets_a_bound_token() throws Exception {
    for (Map.Entry<NewClient, TlsCaller> one : Map.of(named, land, selfSigned, own).entrySet()) {
      HttpResponse<String> answer = token(one.getValue(), one.getKey().id, "licence:read");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      String token = access(answer);
      assertThat(RunningIdp.claims(token))
          .containsEntry(
              "cnf",
              Map.of("x5t#S256", CertificateBinding.thumbprint(one.getValue().certificate())));
    }
  }

  @Test
  void no_other_certificate_and_no_plain_connection_will_do() throws Exception {
    TlsCaller stranger = shop.client("stranger", "CN=stranger", "DNS:other.example");
    TlsCaller wild = shop.client("wild", "CN=wild", "DNS:*.example");
    TlsCaller pretender =
        new CertificateShop(folder.resolve("other")).client("p", "CN=p", "DNS:" + SAN);
    TlsCaller served = shop.client("served", "CN=served", "DNS:" + SAN, "serverAuth");
    TlsCaller revoked = shop.client("revoked", "CN=revoked", "DNS:" + SAN);
    shop.revoke("revoked");
    TlsCaller kind = shop.client("kind", "CN=kind", "email:" + SAN);
    TlsCaller anonymous = shop.anonymous();
    for (TlsCaller other :
        List.of(stranger, wild, kind, pretender, served, revoked, own, anonymous)) {
      HttpResponse<String> answer = token(other, named.id, "licence:read");
      assertThat(answer.statusCode()).as(other.name() + answer.body()).isEqualTo(401);
      if (other != anonymous) {
        assertThat(answer.body()).as(other.name()).contains("invalid_client");
      }
    }
    for (TlsCaller other : List.of(land, stranger, shop.selfSigned("second"), anonymous)) {
      assertThat(token(other, selfSigned.id, "licence:read").statusCode()).isEqualTo(401);
    }
    TlsCaller over = shop.expired("over");
    NewClient lapsed =
        NewClient.machine(
            idp,
            "licence:read",
            "token_endpoint_auth_method",
            "self_signed_tls_client_auth",
            "jwks",
            over.jwks());
    assertThat(token(over, lapsed.id, "licence:read").statusCode()).as("expired").isEqualTo(401);
    HttpResponse<String> plain =
        new Browser(idp.origin)
            .post(
                "/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", named.id));
    assertThat(plain.statusCode()).isEqualTo(401);
    HttpResponse<String> withSecret =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                named.basic);
    assertThat(withSecret.statusCode()).as("a certificate alone proves it").isEqualTo(401);
    for (String use : List.of("", "anyExtendedKeyUsage", "serverAuth,clientAuth")) {
      TlsCaller fit = shop.client("use" + use.length(), "CN=fit", "DNS:" + SAN, use);
      assertThat(token(fit, named.id, "licence:read").statusCode()).as(use).isEqualTo(200);
    }
    assertThat(token(land, named.id, "licence:read").statusCode()).isEqualTo(200);
  }

  /** Every kind of name is compared whole, with those of its kind alone (RFC 8705 §2.1.2). */
  @Test
  void each_kind_of_name_is_found_among_its_own() throws Exception {
    TlsCaller all =
        shop.client(
            "all", "CN=all,O=样例", "DNS:Dns.example,URI:urn:x:a,IP:192.0.2.7,email:a@b.example");
    TlsCaller crossed =
        shop.client(
            "crossed",
            "CN=urn:x:a,O=样例",
            "URI:Dns.example,DNS:urn-x-a,DNS:192.0.2.7,DNS:a.b.example");
    TlsCaller longer =
        shop.client(
            "longer",
            "CN=all,O=样例,OU=more",
            "DNS:dns.example.org,URI:urn:x:ab,IP:192.0.2.77,email:aa@b.example");
    Map<String, String> names =
        Map.of(
            "tls_client_auth_subject_dn",
            all.certificate().getSubjectX500Principal().getName(),
            "tls_client_auth_san_dns",
            "dns.Example",
            "tls_client_auth_san_uri",
            "urn:x:a",
            "tls_client_auth_san_ip",
            "192.0.2.7",
            "tls_client_auth_san_email",
            "a@b.example");
    for (Map.Entry<String, String> name : names.entrySet()) {
      NewClient client =
          NewClient.machine(
              idp,
              "licence:read",
              "token_endpoint_auth_method",
              "tls_client_auth",
              name.getKey(),
              name.getValue());
      assertThat(token(all, client.id, "licence:read").statusCode())
          .as(name.getKey())
          .isEqualTo(200);
      for (TlsCaller other : List.of(crossed, longer)) {
        assertThat(token(other, client.id, "licence:read").statusCode())
            .as(name.getKey() + " of " + other.name())
            .isEqualTo(401);
      }
    }
  }

  /** RFC 6749 §2.3: a client proves itself in one way, and names itself once. */
  @Test
  void a_certificate_mends_no_other_proof() throws Exception {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "client_id", named.id, "scope", "licence:read");
    assertThat(land.post(secure + "/oauth2/token", form).statusCode()).isEqualTo(200);
    for (Map.Entry<String, String> other :
        Map.of("client_secret", "wrong", "client_assertion", "wrong").entrySet()) {
      Map<String, String> both = new HashMap<>(form);
      both.put(other.getKey(), other.getValue());
      assertThat(land.post(secure + "/oauth2/token", both).statusCode())
          .as(other.getKey())
          .isIn(400, 401);
    }
    byte[] pair = (named.id + ":wrong").getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
    assertThat(land.post(secure + "/oauth2/token", form, "Authorization", basic).statusCode())
        .isEqualTo(401);
    assertThat(land.post(secure + "/oauth2/token?client_id=" + selfSigned.id, form).statusCode())
        .as("two names")
        .isIn(400, 401);
  }

  /** An authority's certificate past its days proves nobody, as one that came too early. */
  @Test
  void a_path_is_judged_now() throws Exception {
    for (String[] days :
        List.of(
            new String[] {"20200101000000Z", "20200201000000Z"},
            new String[] {"20400101000000Z", "20400201000000Z"})) {
      TlsCaller other = shop.client("days" + days[0], "CN=days", "DNS:" + SAN, days[0], days[1]);
      assertThat(token(other, named.id, "licence:read").statusCode()).as(days[0]).isEqualTo(401);
    }
  }

  @Test
  void a_bound_token_opens_the_api_from_its_certificate_alone() throws Exception {
    String token = access(token(land, named.id, "idp:clients"));
    assertThat(land.get(secure + "/api/v1/clients", token).statusCode()).isEqualTo(200);
    TlsCaller second = shop.client("land-2", "CN=land", "DNS:" + SAN);
    for (TlsCaller other : List.of(second, own, shop.anonymous())) {
      assertThat(other.get(secure + "/api/v1/clients", token).statusCode()).isEqualTo(401);
    }
    assertThat(bearer("/api/v1/clients", token)).isEqualTo(401);
  }

  @Test
  void a_persons_tokens_are_bound_to_the_certificate_of_their_service() throws Exception {
    NewClient web =
        NewClient.web(
            idp,
            "token_endpoint_auth_method",
            "tls_client_auth",
            "tls_client_auth_subject_dn",
            land.certificate().getSubjectX500Principal().getName(),
            "tls_client_certificate_bound_access_tokens",
            true);
    HttpResponse<String> guessed =
        exchange(web, "another verifier of forty-three characters and more");
    assertThat(guessed.statusCode()).as(guessed.body()).isEqualTo(400);
    assertThat(guessed.body()).contains("invalid_grant");
    HttpResponse<String> answer = exchange(web, RunningIdp.VERIFIER);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String token = access(answer);
    assertThat(land.get(secure + "/userinfo", token).statusCode()).isEqualTo(200);
    assertThat(own.get(secure + "/userinfo", token).statusCode()).isEqualTo(401);
    assertThat(bearer("/userinfo", token)).isEqualTo(401);
    Map<String, String> again =
        Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            web.id,
            "refresh_token",
            (String) RunningIdp.json(answer.body()).get("refresh_token"));
    assertThat(own.post(secure + "/oauth2/token", again).statusCode()).isEqualTo(401);
    HttpResponse<String> fresh = land.post(secure + "/oauth2/token", again);
    assertThat(fresh.statusCode()).as(fresh.body()).isEqualTo(200);
    assertThat(land.get(secure + "/userinfo", access(fresh)).statusCode()).isEqualTo(200);
    assertThat(bearer("/userinfo", access(fresh))).isEqualTo(401);
  }

  private static HttpResponse<String> exchange(NewClient client, String verifier) throws Exception {
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile");
    String code = new LogInSteps(idp).authorize("citizen", request).get("code");
    Map<String, String> form = LogInSteps.codeForm(client.id, RunningIdp.CALLBACK, "" + code);
    form.put("code_verifier", verifier);
    return land.post(secure + "/oauth2/token", form);
  }

  @Test
  void a_header_counts_from_a_configured_proxy_alone() throws Exception {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "client_id", named.id, "scope", "licence:read");
    String field = ":" + Base64.getEncoder().encodeToString(land.certificate().getEncoded()) + ":";
    assertThat(header(idp, form, field)).as("this server has no proxy").isEqualTo(401);
    RunningIdp behind =
        idp.replica()
            .with(
                "--xinfu.mtls.port=" + Ports.free(),
                "--server.forward-headers-strategy=native",
                "--xinfu.client-cert.proxies=127.0.0.1,0:0:0:0:0:0:0:1")
            .start();
    Logger proxies = (Logger) LoggerFactory.getLogger("org.xinfu.kit.web.UnnamedProxies");
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    proxies.addAppender(told);
    try {
      assertThat(header(behind, form, field)).isEqualTo(200);
      assertThat(header(behind, form, field, "X-Forwarded-For", "203.0.113.9"))
          .as("who forwarded is told by the connection")
          .isEqualTo(200);
      assertThat(header(behind, form, "Client-Cert: nonsense")).isEqualTo(400);
      assertThat(header(behind, form, ":AAAA:")).isEqualTo(400);
      assertThat(header(behind, form, field, "Client-Cert", field)).as("twice").isEqualTo(400);
      String strangers = Base64.getEncoder().encodeToString(own.certificate().getEncoded());
      assertThat(header(behind, form, ":" + strangers + ":")).isEqualTo(401);
      assertThat(told.list).as("a proxy that is named").isEmpty();
      assertThat(header(idp, form, field, "X-Forwarded-For", "127.0.0.1")).isEqualTo(401);
      assertThat(told.list).as("and one that is not").hasSize(1);
    } finally {
      proxies.detachAppender(told);
      behind.close();
    }
    RunningIdp elsewhere =
        idp.replica()
            .with(
                "--xinfu.mtls.port=" + Ports.free(),
                "--server.forward-headers-strategy=native",
                "--xinfu.client-cert.proxies=203.0.113.9")
            .start();
    try {
      assertThat(header(elsewhere, form, field)).isEqualTo(401);
      assertThat(header(elsewhere, form, field, "X-Forwarded-For", "203.0.113.9"))
          .as("an address that anybody can write")
          .isEqualTo(401);
    } finally {
      elsewhere.close();
    }
  }

  @Test
  void discovery_names_the_aliases_and_the_listener_has_nothing_else() throws Exception {
    Map<String, Object> discovery =
        RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
    assertThat(discovery)
        .containsEntry("tls_client_certificate_bound_access_tokens", true)
        .containsKey("mtls_endpoint_aliases");
    assertThat((Map<?, ?>) discovery.get("mtls_endpoint_aliases"))
        .extracting("token_endpoint", "userinfo_endpoint")
        .containsExactly(secure + "/oauth2/token", secure + "/userinfo");
    assertThat(String.valueOf(discovery.get("token_endpoint_auth_methods_supported")))
        .contains(", tls_client_auth", "self_signed_tls_client_auth");
    for (String page : List.of("/login", "/account", "/console", "/", "/oauth2/authorize")) {
      assertThat(land.get(secure + page, "").statusCode()).as(page).isEqualTo(404);
    }
    assertThat(land.get(secure + "/oauth2/jwks", "").statusCode()).isEqualTo(200);
  }

  @Test
  void registration_wants_exactly_what_the_method_needs() {
    Map<String, Map<String, Object>> faults =
        Map.of(
            "tls_client_auth_subject_dn",
            Map.of("token_endpoint_auth_method", "tls_client_auth"),
            "tls_client_auth_san_dns",
            Map.of("tls_client_auth_san_dns", SAN),
            "tls_client_certificate_bound_access_tokens",
            Map.of("tls_client_certificate_bound_access_tokens", true),
            "jwks",
            Map.of("token_endpoint_auth_method", "self_signed_tls_client_auth"));
    faults.forEach(
        (field, more) -> {
          Map<String, Object> asked =
              new HashMap<>(
                  Map.of(
                      "client_name",
                      "x",
                      "grant_types",
                      List.of("client_credentials"),
                      "scope",
                      "licence:read"));
          asked.putAll(more);
          HttpResponse<String> answer = NewClient.admin(idp, "POST", "/api/v1/clients", asked);
          assertThat(answer.statusCode()).as(field + answer.body()).isEqualTo(400);
          assertThat(answer.body()).contains("\"" + field + "\"");
        });
    Map<String, Object> kept =
        RunningIdp.json(
            NewClient.admin(idp, "GET", "/api/v1/clients/" + named.id, Map.of()).body());
    assertThat(kept)
        .containsEntry("tls_client_auth_san_dns", SAN)
        .containsEntry("tls_client_certificate_bound_access_tokens", true);
    assertThat(
            idp.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM client WHERE tls_bound")
                .query(Long.class)
                .single())
        .isPositive();
  }

  private static HttpResponse<String> token(TlsCaller caller, String client, String scope)
      throws Exception {
    return caller.post(
        secure + "/oauth2/token",
        Map.of("grant_type", "client_credentials", "client_id", client, "scope", scope));
  }

  private static String access(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (String) Objects.requireNonNull(RunningIdp.json(answer.body()).get("access_token"));
  }

  private static int bearer(String path, String token) {
    Browser browser = new Browser(idp.origin);
    return browser
        .send(
            java.net.http.HttpRequest.newBuilder(browser.uri(path))
                .header("Authorization", "Bearer " + token))
        .statusCode();
  }

  private static int header(RunningIdp at, Map<String, String> form, String field, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "Client-Cert";
    headers[1] = field;
    System.arraycopy(more, 0, headers, 2, more.length);
    return new Browser(at.origin).post("/oauth2/token", form, headers).statusCode();
  }
}
