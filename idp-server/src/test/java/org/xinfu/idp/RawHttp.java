package org.xinfu.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client sends: every octet as the test wrote it. */
final class RawHttp {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;

  RawHttp(RunningIdp idp) {
    this.port = idp.port;
  }

  /** An answer as it came. */
  record Answer(int status, String head, String body) {
    String all() {
      return head + "\r\n\r\n" + body;
    }
  }

  /** Sends lines of a head without a body; {@code Connection: close} is added. */
  Answer head(String... lines) {
    return exchange(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
  }

  Answer exchange(String octets) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      String head = end < 0 ? all : all.substring(0, end);
      String body = end < 0 ? "" : all.substring(end + 4);
      int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
      return new Answer(status, head, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
