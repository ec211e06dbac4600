package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a registry that is believed says of an entity. */
class HttpEntityRegistryTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UnifiedSocialCreditCode CODE =
      UnifiedSocialCreditCode.complete("91510000MA0000001");

  private final Secret key = Secret.copyOf(new byte[32]);
  private final Map<String, @Nullable Object> answer = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    answer.putAll(
        Map.of(
            "source", "registry",
            "reference", "r-1",
            "at", "2026-03-01T00:00:00Z",
            "known", true,
            "kind", "ENTERPRISE",
            "entityName", "四川样例科技有限公司（样例）",
            "status", "ACTIVE",
            "representative", true));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** It stands on pages, in consents, mandates and tokens as that entity's. */
  @Test
  void a_name_that_would_read_as_anothers_is_no_answer() {
    assertThat(look().entity().name()).isEqualTo("四川样例科技有限公司（样例）");
    for (String name :
        List.of("", " ", "四川\u202e样例", "四川\u200b样例", "\u3164", "a\nb", "x".repeat(201))) {
      answer.put("entityName", name);
      assertThatThrownBy(this::look).as(name).isInstanceOf(EntityRegistry.Unavailable.class);
    }
    answer.remove("entityName");
    assertThatThrownBy(this::look).as("none").isInstanceOf(EntityRegistry.Unavailable.class);
  }

  private EntityRegistry.Extract look() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    EntityRegistry.Person person =
        new EntityRegistry.Person(
            "样例", new IdDocument(IdDocument.Type.CITIZEN_ID, "51000019800101011X"));
    return new HttpEntityRegistry(address, () -> key).look(CODE, person).orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] asked = exchange.getRequestBody().readAllBytes();
    Map<String, Object> question = JSON.readValue(asked, new TypeReference<>() {});
    answer.put("id", question.get("id"));
    Bytes body = Bytes.utf8(JSON.writeValueAsString(answer));
    exchange.getResponseHeaders().set("X-Xinfu-Mac", HmacSm3.of(key, body).toHex());
    exchange.sendResponseHeaders(200, body.toArray().length);
    exchange.getResponseBody().write(body.toArray());
    exchange.close();
  }
}
