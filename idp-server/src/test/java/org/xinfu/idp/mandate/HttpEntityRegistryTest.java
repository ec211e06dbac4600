package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRegistry.Change;
import org.xinfu.idp.domain.mandate.EntityRegistry.Unread;
import org.xinfu.idp.domain.mandate.EntityRegistry.What;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a registry that is believed says of an entity. */
class HttpEntityRegistryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UnifiedSocialCreditCode CODE =
      UnifiedSocialCreditCode.complete("91510000MA0000001");

  private final Secret key = Secret.copyOf(new byte[32]);
  private final Map<String, @Nullable Object> answer = new HashMap<>();
  private volatile Map<String, Object> asks = Map.of();
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
            "at", NOW.toString(),
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

  @Test
  void a_name_is_as_the_registry_has_it_but_for_what_is_unseen_at_its_ends() {
    assertThat(extract().entity().name()).isEqualTo("四川样例科技有限公司（样例）");
    answer.put("entityName", "\u3000四川样例科技有限公司（样例）\u00a0\t\r\n");
    assertThat(extract().entity().name()).isEqualTo("四川样例科技有限公司（样例）");
    answer.remove("entityName");
    assertThat(extract().entity().name()).as("none, which its reader judges").isEmpty();
  }

  @Test
  void of_whom_it_does_not_represent_a_registry_need_not_say_more() {
    answer.keySet().retainAll(List.of("known", "at"));
    answer.put("representative", false);
    assertThat(look()).isEmpty();
    answer.put("representative", true);
    assertThatThrownBy(this::look).isInstanceOf(EntityRegistry.Unavailable.class);
  }

  /** A mandate that was heard of later than now would outlive the changes that end it. */
  @Test
  void an_answer_of_a_time_to_come_is_none() {
    answer.put("at", NOW.plus(Duration.ofMinutes(5)).toString());
    assertThat(extract().at()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    for (String at : List.of("2026-03-01T00:05:01Z", "2031-03-01T00:00:00Z", "soon", "")) {
      answer.put("at", at);
      assertThatThrownBy(this::look).as(at).isInstanceOf(EntityRegistry.Unavailable.class);
    }
    answer.remove("at");
    assertThatThrownBy(this::look).as("none").isInstanceOf(EntityRegistry.Unavailable.class);
  }

  /** One that is not readable has its place, and stops nothing. */
  @Test
  void a_change_that_cannot_be_read_is_told_from_the_others() {
    Map<String, Object> good =
        Map.of("number", 7, "code", CODE.value(), "what", "SUSPENDED", "at", NOW.toString());
    answer.put(
        "changes",
        List.of(
            good,
            with(good, "what", "DISSOLVED"),
            with(good, "code", "91510000MA000000"),
            with(good, "at", 12),
            Map.of("number", 8)));
    Change change = new Change(7, CODE, What.SUSPENDED, NOW);
    assertThat(registry().changes(0))
        .containsExactly(
            change,
            new Unread(7, Optional.of(CODE), "what"),
            new Unread(7, Optional.empty(), "code"),
            new Unread(7, Optional.of(CODE), "at"),
            new Unread(8, Optional.empty(), "code"));
  }

  /**
   * One without a place among the others has a key of its own, the same whenever it is heard of.
   */
  @Test
  void a_change_without_a_number_stops_none_of_the_others() {
    Map<String, Object> good =
        Map.of("number", 7, "code", CODE.value(), "what", "SUSPENDED", "at", NOW.toString());
    for (Object none :
        List.of(
            Map.of("what", "RESUMED"),
            "seven",
            with(good, "number", 7.5),
            with(good, "number", "7"),
            with(good, "number", 0),
            with(good, "number", -7))) {
      answer.put("changes", List.of(none, good));
      List<EntityRegistry.Noted> noted = registry().changes(0);
      assertThat(noted.getLast()).as("" + none).isEqualTo(new Change(7, CODE, What.SUSPENDED, NOW));
      assertThat(noted.getFirst())
          .as("" + none)
          .isInstanceOfSatisfying(
              Unread.class,
              one -> {
                assertThat(one.numbered()).isFalse();
                assertThat(one.fault()).isEqualTo("number");
                assertThat(one.code()).isEqualTo(code(none));
              });
      assertThat(registry().changes(0)).as("" + none).isEqualTo(noted);
    }
    answer.put("changes", List.of(Map.of("at", "1"), Map.of("at", "2")));
    assertThat(registry().changes(0)).doesNotHaveDuplicates();
  }

  private static Optional<UnifiedSocialCreditCode> code(Object line) {
    return line instanceof Map<?, ?> members && members.containsKey("code")
        ? Optional.of(CODE)
        : Optional.empty();
  }

  /** A machine that knows no more than the number is asked for no more at first. */
  @Test
  void what_comes_behind_lines_without_numbers_is_asked_for_by_how_many_they_are() {
    answer.put("changes", List.of());
    assertThat(registry().changes(3)).isEmpty();
    assertThat(asks).containsEntry("after", 3).doesNotContainKey("skip");
    assertThat(registry().changes(3, 200)).isEmpty();
    assertThat(asks).containsEntry("after", 3).containsEntry("skip", 200);
  }

  @Test
  void an_answer_without_a_list_of_changes_is_none() {
    answer.remove("changes");
    assertThatThrownBy(() -> registry().changes(0)).isInstanceOf(EntityRegistry.Unavailable.class);
  }

  private static Map<String, Object> with(Map<String, Object> line, String name, Object value) {
    Map<String, Object> other = new HashMap<>(line);
    other.put(name, value);
    return other;
  }

  private EntityRegistry.Extract extract() {
    return look().orElseThrow();
  }

  private Optional<EntityRegistry.Extract> look() {
    EntityRegistry.Person person =
        new EntityRegistry.Person(
            "样例", new IdDocument(IdDocument.Type.CITIZEN_ID, "51000019800101011X"));
    return registry().look(CODE, person);
  }

  private EntityRegistry registry() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new HttpEntityRegistry(address, () -> key, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] asked = exchange.getRequestBody().readAllBytes();
    Map<String, Object> question = JSON.readValue(asked, new TypeReference<>() {});
    asks = question;
    answer.put("id", question.get("id"));
    Bytes body = Bytes.utf8(JSON.writeValueAsString(answer));
    exchange.getResponseHeaders().set("X-Xinfu-Mac", HmacSm3.of(key, body).toHex());
    exchange.sendResponseHeaders(200, body.toArray().length);
    exchange.getResponseBody().write(body.toArray());
    exchange.close();
  }
}
