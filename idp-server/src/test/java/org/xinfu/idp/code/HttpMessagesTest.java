package org.xinfu.idp.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.idp.code.Messages.MessageNotSent;
import org.xinfu.idp.domain.Contact;
import org.xinfu.kit.home.CredentialFile;

/** What a gateway does, and what is wrong here, is told alike: the message was not sent. */
class HttpMessagesTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/taken", exchange -> answer(exchange, 202));
    gateway.createContext("/refused", exchange -> answer(exchange, 500));
    gateway.createContext("/endless", this::endless);
    gateway.setExecutor(Runnable::run);
    gateway.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    gateway.stop(0);
  }

  @Test
  void a_token_that_cannot_be_read_sends_nothing_and_is_told(@TempDir Path home)
      throws IOException {
    Path file = home.resolve("message-gateway.token");
    Supplier<String> token = () -> CredentialFile.text(file);
    assertThatThrownBy(() -> send("/taken", token))
        .isInstanceOf(MessageNotSent.class)
        .hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "secret\nof-two-lines\n");
    assertThatThrownBy(() -> send("/taken", token))
        .isInstanceOf(MessageNotSent.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
    Files.writeString(file, "secret\n");
    send("/taken", token);
    assertThatThrownBy(() -> send("/refused", token))
        .isInstanceOf(MessageNotSent.class)
        .hasMessageContaining("500");
  }

  /** Somebody waits for the page. */
  @Test
  @Timeout(20)
  void an_answer_without_end_is_none_after_five_seconds() {
    Instant begun = Instant.now();
    assertThatThrownBy(() -> send("/endless", () -> "secret")).isInstanceOf(MessageNotSent.class);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  private void send(String path, Supplier<String> token) {
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + path);
    new HttpMessages(address, token).send(Contact.parse("13800138000").orElseThrow(), "text");
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write(1);
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
