package org.xinfu.idp.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;

/** What an authority has signed and nobody can read is no answer, and no error of this server. */
class OddAnswersTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Secret key = Secret.copyOf(new byte[32]);
  private HttpServer server;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "{'id':null}",
        "{'id':'ID','source':'s','reference':'r','at':null,'standing':'LIVING','matched':[],"
            + "'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':null,"
            + "'matched':[],'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':null,'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[null],'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[null]}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[{'type':null,'number':'X0000001'}]}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[{'type':'PASSPORT','number':null}]}"
      })
  void public_security(String text) {
    answer = text;
    assertThatThrownBy(this::check).isInstanceOf(IdentityAuthority.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{'id':null,'app':'one'}",
        "{'id':'ID','app':null}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':null,'known':true,"
            + "'number':'n','kind':'NUMBER'}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':'2026-03-01T00:00:00Z',"
            + "'known':true,'number':null,'kind':'NUMBER'}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':'2026-03-01T00:00:00Z',"
            + "'known':true,'number':'n','kind':null}"
      })
  void the_network_identity_service(String text) {
    answer = text;
    assertThatThrownBy(this::redeem).isInstanceOf(NetIdentity.Unavailable.class);
  }

  @Test
  void of_whom_they_do_not_know_they_need_not_say_more() {
    answer = "{'id':'ID','at':'2026-03-01T00:00:00Z','standing':'UNKNOWN','guardian':false}";
    assertThat(check().standing()).isEqualTo(IdentityAuthority.Standing.UNKNOWN);
    assertThat(check().matched()).isEmpty();
    answer = "{'id':'ID','app':'one','at':'2026-03-01T00:00:00Z','known':false}";
    assertThat(redeem().known()).isFalse();
  }

  private IdentityAuthority.Answer check() {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow();
    LocalDate birth = document.birthDate().orElseThrow();
    return new HttpIdentityAuthority(address(), () -> key, NOW)
        .check(new Claims("王五（样例）", document, birth, null, null, null, null, null));
  }

  private NetIdentity.Answer redeem() {
    return new HttpNetIdentity(address(), "one", () -> new AppSignature.Key.Mac(key), NOW)
        .redeem("voucher");
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String told = id.find() ? answer.replace("ID", id.group(1)) : answer;
      Bytes body = Bytes.utf8(told.replace('\'', '"'));
      String mac = HmacSm3.of(key, body).toHex();
      exchange.getResponseHeaders().set("X-Xinfu-Mac", mac);
      exchange.getResponseHeaders().set("X-Xinfu-Signature", mac);
      exchange.sendResponseHeaders(200, body.length());
      exchange.getResponseBody().write(body.toArray());
    }
  }
}
