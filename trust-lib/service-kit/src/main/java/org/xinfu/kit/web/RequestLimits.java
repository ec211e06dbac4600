package org.xinfu.kit.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of {@code /api/**}: a body that is read whole has at most {@value #MOST_OCTETS} octets (uploads
 * have their own bound), no parameter is in the query twice, since each reader takes another, and a
 * body says what it is ({@code *}{@code /*} is no type: RFC 9110 §8.3). Runs behind the rules of
 * access, so that a stranger's body is not read at all.
 */
final class RequestLimits extends PlainFilter {
  static final int MOST_OCTETS = 1 << 20;

  private final ProblemAnswers answers;

  RequestLimits(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getServletPath().startsWith("/api/");
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (repeats(request.getQueryString()) || typeless(request)) {
      answers.write(CommonRefusal.REQUEST_MALFORMED, request, response);
    } else if (upload(request)) {
      chain.doFilter(request, response);
    } else if (request.getContentLengthLong() > MOST_OCTETS) {
      answers.write(CommonRefusal.PAYLOAD_TOO_LARGE, request, response);
    } else if (request.getHeader("Transfer-Encoding") == null) {
      chain.doFilter(request, response);
    } else {
      unsized(request, response, chain);
    }
  }

  /** Chunks say their length only in the end. */
  private void unsized(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_OCTETS + 1);
    if (body.length > MOST_OCTETS) {
      answers.write(CommonRefusal.PAYLOAD_TOO_LARGE, request, response);
    } else {
      chain.doFilter(new Buffered(request, body), response);
    }
  }

  private static boolean upload(HttpServletRequest request) {
    @Nullable String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private static boolean typeless(HttpServletRequest request) {
    @Nullable String type = request.getContentType();
    return type != null && type.split(";", 2)[0].contains("*");
  }

  private static boolean repeats(@Nullable String query) {
    Set<String> names = new HashSet<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        if (!pair.isEmpty() && !names.add(name(pair))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String name(String pair) {
    String coded = pair.split("=", 2)[0];
    try {
      return URLDecoder.decode(coded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return coded; // what reads the parameters refuses it
    }
  }

  /** The request with its body in memory. */
  private static final class Buffered extends HttpServletRequestWrapper {
    private final Octets octets;

    Buffered(HttpServletRequest request, byte[] body) {
      super(request);
      octets = new Octets(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return octets;
    }
  }

  /** Octets as a servlet's input. */
  private static final class Octets extends ServletInputStream {
    private final ByteArrayInputStream rest;

    Octets(byte[] body) {
      rest = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
      return rest.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return rest.read(into, offset, length);
    }

    @Override
    public boolean isFinished() {
      return rest.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("nothing here is read asynchronously");
    }
  }
}
