package org.xinfu.idp.plain;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The answer with tokens (RFC 6749 §5.1), written as text: tokens and scopes have no character that
 * JSON escapes.
 */
final class TokenAnswer {
  private final StringBuilder text = new StringBuilder("{");

  /** Another member; an empty value leaves it out. */
  TokenAnswer with(String name, String value) {
    if (!value.isEmpty()) {
      text.append('"').append(name).append("\":\"").append(value).append("\",");
    }
    return this;
  }

  TokenAnswer scopes(Collection<String> scopes) {
    return with("scope", String.join(" ", scopes));
  }

  /** The whole of it, for a bearer token that lives as long. */
  String lasting(long seconds) {
    return text + "\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}";
  }

  static void write(String body, HttpServletResponse response) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json;charset=UTF-8"); // and never kept: HeaderWriterFilter
    response.setContentLength(octets.length);
    response.getOutputStream().write(octets);
  }
}
