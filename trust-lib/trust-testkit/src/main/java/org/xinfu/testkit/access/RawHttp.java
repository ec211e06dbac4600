package org.xinfu.testkit.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Requests to a server on loopback with every octet as the test wrote it. */
public final class RawHttp {
  private static final int PATIENCE_MILLIS = 20_000;
  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * A request.
   *
   * @param line method and target, as in {@code GET /verify}
   * @param headers whole lines; {@code Host} is added unless one is there
   */
  public record Request(String line, List<String> headers, String body) {
    public Request {
      headers = List.copyOf(headers);
    }

    /** Without a body. */
    public static Request of(String line, String... headers) {
      return new Request(line, List.of(headers), "");
    }

    /** With a body of this media type. */
    public static Request body(String line, String type, String body) {
      return new Request(line, List.of("Content-Type: " + type), body);
    }

    /** A form of these parts and a {@code file}; what begins with a brace is sent as JSON. */
    public static Request upload(String line, Map<String, String> parts, String file) {
      StringBuilder all = new StringBuilder();
      parts.forEach((name, text) -> part(all, "name=\"" + name + "\"", typed(text), text));
      part(all, "name=\"file\"; filename=\"f\"", "application/octet-stream", file);
      all.append("--xx--\r\n");
      return body(line, "multipart/form-data; boundary=xx", all.toString());
    }

    private static String typed(String text) {
      return text.startsWith("{") ? "application/json" : "text/plain;charset=UTF-8";
    }

    private static void part(StringBuilder all, String named, String type, String content) {
      all.append("--xx\r\nContent-Disposition: form-data; ").append(named);
      all.append("\r\nContent-Type: ").append(type).append("\r\n\r\n");
      all.append(content).append("\r\n");
    }

    /** The same with more header lines. */
    public Request with(String... more) {
      List<String> all = new ArrayList<>(headers);
      all.addAll(List.of(more));
      return new Request(line, all, body);
    }

    /** The same with another first line. */
    public Request at(String other) {
      return new Request(other, headers, body);
    }

    /** The same with another body. */
    public Request holding(String other) {
      return new Request(line, headers, other);
    }

    private boolean names(String header) {
      return headers.stream()
          .anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"));
    }

    private byte[] octets() {
      StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\n");
      if (!names("host")) {
        head.append("Host: localhost\r\n");
      }
      headers.forEach(header -> head.append(header).append("\r\n"));
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      boolean sized = names("content-length") || names("transfer-encoding");
      boolean bodiless = body.isEmpty() && line.startsWith("GET ");
      if (!sized && !bodiless) {
        head.append("Content-Length: ").append(content.length).append("\r\n");
      }
      head.append("Connection: close\r\n\r\n");
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      all.writeBytes(content);
      return all.toByteArray();
    }
  }

  /**
   * An answer as it came; chunks are left as they are.
   *
   * @param status 0 when the connection was closed without one
   */
  public record Answer(int status, String head, String body) {
    /** Value of the first such header. */
    public Optional<String> header(String name) {
      String wanted = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
          .map(line -> line.substring(wanted.length()).strip())
          .findFirst();
    }

    /** Head and body. */
    public String all() {
      return head + "\r\n\r\n" + body;
    }

    /** Its beginning, for people: pictures and databases' zeros are left out. */
    String brief() {
      String printed = all().replaceAll("[^\\P{Cntrl}\\n]", "");
      return printed.substring(0, Math.min(1200, printed.length()));
    }

    static Answer parse(byte[] octets) {
      String all = new String(octets, StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      String head = end < 0 ? all : all.substring(0, end);
      int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
      return new Answer(status, head, end < 0 ? "" : all.substring(end + 4));
    }
  }

  /** Sends it on a connection of its own. */
  public Answer send(Request request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      write(socket, request.octets());
      if (request.names("content-length")) {
        socket.shutdownOutput(); // there is not more, whatever was announced
      }
      return Answer.parse(read(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(request.line(), e);
    }
  }

  /** A server may answer and close before it has read a body that it does not want. */
  private static void write(Socket socket, byte[] octets) throws IOException {
    try {
      new ByteArrayInputStream(octets).transferTo(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (SocketException closed) {
      // What it said before is still there to be read.
    }
  }

  private static byte[] read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(part); n >= 0; ) {
        all.write(part, 0, n);
        n = socket.getInputStream().read(part);
      }
    } catch (SocketException reset) {
      // The same.
    }
    return all.toByteArray();
  }
}
