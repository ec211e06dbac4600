package org.xinfu.idp.plain;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.client.MachineSecretEncoder;

/**
 * A request for a token by a client that proves itself by its secret, or that has none and shows
 * the verifier of its code, and asks for nothing unusual. Of whatever has a parameter, a field or a
 * form beside what is plain for its grant, nothing is said here; a certificate of its connection
 * says nothing beside either.
 */
record PlainRequest(
    AuthorizationGrantType grant, Credentials credentials, Map<String, String[]> form) {
  private static final PasswordEncoder SECRETS = new MachineSecretEncoder();

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BASIC = "Basic ";

  private static final String GRANT_TYPE = "grant_type";
  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_SECRET = "client_secret";
  private static final String CODE_VERIFIER = "code_verifier";

  /**
   * As they were shown; not verified.
   *
   * @param secret empty where the client has only said who it is
   */
  record Credentials(String client, String secret, ClientAuthenticationMethod method) {
    boolean isPublic() {
      return ClientAuthenticationMethod.NONE.equals(method);
    }
  }

  /**
   * Empty when it is not plain.
   *
   * @param grant what it has to ask for
   * @param parameters what may stand in its form beside {@code grant_type} and the secret
   */
  static Optional<PlainRequest> of(
      HttpServletRequest request, AuthorizationGrantType grant, Set<String> parameters) {
    String type = request.getContentType();
    if (!"POST".equals(request.getMethod())
        || type == null
        || !type.regionMatches(true, 0, FORM, 0, FORM.length())
        || request.getQueryString() != null
        || request.getHeader("DPoP") != null) {
      return Optional.empty();
    }
    Map<String, String[]> form = request.getParameterMap();
    if (!grant.getValue().equals(one(form, GRANT_TYPE))) {
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    return beside(parameters, authorization == null, form)
        ? Optional.empty()
        : (authorization == null ? inForm(form) : inHeader(authorization))
            .map(credentials -> new PlainRequest(grant, credentials, form));
  }

  String client() {
    return credentials.client();
  }

  /** Whether the client has proven nothing of itself, and does so by its code's verifier alone. */
  boolean isPublic() {
    return credentials.isPublic();
  }

  /** Whether it has the parameter at all. */
  boolean has(String name) {
    return form.containsKey(name);
  }

  /** The parameter's value; null when there is none, or more than one. */
  @Nullable String one(String name) {
    return one(form, name);
  }

  /**
   * Whether the client, as it is registered, may ask for this grant and has proven itself, or need
   * not.
   */
  boolean by(RegisteredClient client) {
    return client.getClientAuthenticationMethods().contains(credentials.method())
        && client.getAuthorizationGrantTypes().contains(grant)
        && client.getClientSecretExpiresAt() == null
        && !client.getTokenSettings().isX509CertificateBoundAccessTokens()
        && !ClientFacts.keyBound(client) // a plain request shows no proof
        && (isPublic() || SECRETS.matches(credentials.secret(), client.getClientSecret()));
  }

  private static boolean beside(
      Set<String> parameters, boolean secretInForm, Map<String, String[]> form) {
    return form.keySet().stream()
        .anyMatch(
            name ->
                !name.equals(GRANT_TYPE)
                    && !parameters.contains(name)
                    && !(secretInForm && (name.equals(CLIENT_ID) || name.equals(CLIENT_SECRET))));
  }

  /** RFC 6749 §2.3.1: both halves are encoded as in a form, then joined and put in Base64. */
  private static Optional<Credentials> inHeader(String authorization) {
    if (!authorization.startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
      String pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = pair.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : credentials(
              URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8),
              ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /** Without a secret it is a public client's, if it has a verifier (RFC 7636 §4.5). */
  private static Optional<Credentials> inForm(Map<String, String[]> form) {
    String client = one(form, CLIENT_ID);
    if (client != null
        && !client.isEmpty()
        && !form.containsKey(CLIENT_SECRET)
        && one(form, CODE_VERIFIER) != null) {
      return Optional.of(new Credentials(client, "", ClientAuthenticationMethod.NONE));
    }
    return credentials(
        client, one(form, CLIENT_SECRET), ClientAuthenticationMethod.CLIENT_SECRET_POST);
  }

  private static Optional<Credentials> credentials(
      @Nullable String client, @Nullable String secret, ClientAuthenticationMethod method) {
    return client == null || client.isEmpty() || secret == null || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credentials(client, secret, method));
  }

  private static @Nullable String one(Map<String, String[]> form, String name) {
    String[] values = form.get(name);
    return values == null || values.length != 1 ? null : values[0];
  }
}
