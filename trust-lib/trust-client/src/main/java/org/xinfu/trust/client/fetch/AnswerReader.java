package org.xinfu.trust.client.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchRefusal;

/** Reads one answer of HTTP/1.1 (RFC 9112) and no more of it than is allowed. */
final class AnswerReader {
  private static final int LINE = 8192;
  private static final int HEADERS = 100;
  private static final int INTERIM = 4;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

  private final InputStream in;
  private final int maxBytes;

  AnswerReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in);
    this.maxBytes = maxBytes;
  }

  /**
   * The head alone: the body of a redirect or an error interests nobody.
   *
   * @param cookies values of all {@code Set-Cookie} lines
   */
  record Head(int status, Map<String, String> headers, List<String> cookies) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Head head() throws IOException, FetchFailure {
    for (int i = 0; i < INTERIM; i++) {
      Matcher status = STATUS.matcher(line());
      if (!status.matches()) {
        throw malformed("no status line");
      }
      List<String> cookies = new ArrayList<>();
      Head head = new Head(Integer.parseInt(status.group(1)), headers(cookies), cookies);
      if (head.status() >= 200) {
        return head;
      }
    }
    throw malformed("interim answers without end");
  }

  private Map<String, String> headers(List<String> cookies) throws IOException, FetchFailure {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i <= HEADERS; i++) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || line.charAt(colon - 1) == ' ') {
        throw malformed("a header line");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals("set-cookie")) {
        cookies.add(value);
      }
      String before = headers.put(name, value);
      if (before != null && !before.equals(value) && name.startsWith("content-")) {
        throw malformed("two values of " + name);
      }
    }
    throw malformed("too many header lines");
  }

  /** The body, as RFC 9112 §6.3 has its length; nothing is inflated. */
  Bytes body(Head head) throws IOException, FetchFailure {
    String encoding = head.header("content-encoding").toLowerCase(Locale.ROOT);
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      throw new FetchFailure(FetchRefusal.CONTENT_ENCODED, "compressed, which was not asked for");
    }
    String transfer = head.header("transfer-encoding");
    String length = head.header("content-length");
    if (!transfer.isEmpty()) {
      if (!transfer.equalsIgnoreCase("chunked") || !length.isEmpty()) {
        throw malformed("transfer-encoding");
      }
      return chunked();
    }
    if (length.isEmpty()) {
      return Bytes.of(rest());
    }
    if (!LENGTH.matcher(length).matches()) {
      throw malformed("content-length");
    }
    long announced = Long.parseLong(length);
    if (announced > maxBytes) {
      throw tooLarge();
    }
    return Bytes.of(exactly((int) announced));
  }

  private byte[] rest() throws IOException, FetchFailure {
    byte[] all = in.readNBytes(maxBytes);
    if (all.length == maxBytes && in.read() >= 0) {
      throw tooLarge();
    }
    return all;
  }

  private byte[] exactly(int length) throws IOException, FetchFailure {
    byte[] octets = in.readNBytes(length);
    if (octets.length != length) {
      throw malformed("it ended early");
    }
    return octets;
  }

  private Bytes chunked() throws IOException, FetchFailure {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      Matcher chunk = CHUNK.matcher(line());
      if (!chunk.matches()) {
        throw malformed("a chunk");
      }
      long size = Long.parseLong(chunk.group(1), 16);
      if (all.size() + size > maxBytes) {
        throw tooLarge();
      }
      if (size == 0) {
        return Bytes.of(all.toByteArray());
      }
      all.writeBytes(exactly((int) size));
      if (!line().isEmpty()) {
        throw malformed("a chunk without its end");
      }
    }
  }

  /** Up to CR LF; a bare LF ends a line too (RFC 9112 §2.2). */
  private String line() throws IOException, FetchFailure {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0 || line.size() >= LINE) {
        throw malformed(octet < 0 ? "it ended in its head" : "a line without end");
      }
      line.write(octet);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private FetchFailure tooLarge() {
    return new FetchFailure(FetchRefusal.TOO_LARGE, "more than " + maxBytes + " octets");
  }

  private static FetchFailure malformed(String what) {
    return new FetchFailure(FetchRefusal.ANSWER_MALFORMED, what);
  }
}
