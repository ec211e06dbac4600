package org.xinfu.trust.client.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server on loopback that says what a test wants, HTTP or not. */
final class RawServer implements AutoCloseable {
  /** Answers one connection. */
  @FunctionalInterface
  interface Answer {
    void write(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  RawServer(ServerSocket socket, Answer answer) {
    this.socket = socket;
    Thread serving = new Thread(() -> serve(answer));
    serving.setDaemon(true);
    serving.start();
  }

  static RawServer saying(Answer answer) throws IOException {
    return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
  }

  static RawServer saying(String head, String body) throws IOException {
    byte[] octets = (head + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    return saying((request, out) -> out.write(octets));
  }

  /** A 200 with this body. */
  static RawServer ok(String body) throws IOException {
    return saying("HTTP/1.1 200 OK\r\nContent-Length: " + body.length(), body);
  }

  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  int port() {
    return socket.getLocalPort();
  }

  URI at(String path) {
    return URI.create("http://" + host() + path);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve(Answer answer) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread one = new Thread(() -> serve(connection, answer));
        one.setDaemon(true);
        one.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection, Answer answer) {
    try (connection) {
      String request = request(connection.getInputStream());
      requests.add(request);
      answer.write(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException theClientLeft) {
      // What the client makes of it is what the test looks at.
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0) {
      all.write(octet);
      String text = all.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        int at = text.indexOf("Content-Length: ");
        int length =
            at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      }
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
