package org.xinfu.idp.machine;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * The request of a machine that proves itself by its secret and asks for nothing unusual. Of
 * whatever has a parameter, a field or a form beside this, nothing is said here; a certificate of
 * its connection says nothing beside a secret.
 *
 * @param scopes as asked, in their order; none when it did not say
 */
record PlainRequest(
    String client, String secret, ClientAuthenticationMethod method, Set<String> scopes) {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BASIC = "Basic ";

  private static final String GRANT_TYPE = "grant_type";
  private static final String SCOPE = "scope";
  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_SECRET = "client_secret";
  private static final Set<String> IN_HEADER = Set.of(GRANT_TYPE, SCOPE);
  private static final Set<String> IN_FORM = Set.of(GRANT_TYPE, SCOPE, CLIENT_ID, CLIENT_SECRET);

  /** Empty when it is not plain. */
  static Optional<PlainRequest> of(HttpServletRequest request) {
    String type = request.getContentType();
    if (!"POST".equals(request.getMethod())
        || type == null
        || !type.regionMatches(true, 0, FORM, 0, FORM.length())
        || request.getQueryString() != null
        || request.getHeader("DPoP") != null) {
      return Optional.empty();
    }
    Map<String, String[]> form = request.getParameterMap();
    if (!"client_credentials".equals(one(form, GRANT_TYPE))) {
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    return authorization == null ? inForm(form) : inHeader(form, authorization);
  }

  /** RFC 6749 §2.3.1: both halves are encoded as in a form, then joined and put in Base64. */
  private static Optional<PlainRequest> inHeader(Map<String, String[]> form, String authorization) {
    if (!IN_HEADER.containsAll(form.keySet()) || !authorization.startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
      String pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = pair.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : of(
              URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8),
              ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
              form);
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<PlainRequest> inForm(Map<String, String[]> form) {
    return IN_FORM.containsAll(form.keySet())
        ? of(
            one(form, CLIENT_ID),
            one(form, CLIENT_SECRET),
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            form)
        : Optional.empty();
  }

  private static Optional<PlainRequest> of(
      @Nullable String client,
      @Nullable String secret,
      ClientAuthenticationMethod method,
      Map<String, String[]> form) {
    return client == null || client.isEmpty() || secret == null || secret.isEmpty()
        ? Optional.empty()
        : scopes(form).map(scopes -> new PlainRequest(client, secret, method, scopes));
  }

  /** Words with one space between them (RFC 6749 §3.3); empty when they are written otherwise. */
  private static Optional<Set<String>> scopes(Map<String, String[]> form) {
    String line = one(form, SCOPE);
    if (line == null) {
      return form.containsKey(SCOPE) ? Optional.empty() : Optional.of(Set.of());
    }
    List<String> words = List.of(line.split(" ", -1));
    Set<String> scopes = new LinkedHashSet<>(words);
    return scopes.contains("") || scopes.size() < words.size()
        ? Optional.empty()
        : Optional.of(scopes);
  }

  private static @Nullable String one(Map<String, String[]> form, String name) {
    String[] values = form.get(name);
    return values == null || values.length != 1 ? null : values[0];
  }
}
