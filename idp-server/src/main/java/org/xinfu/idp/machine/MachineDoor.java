package org.xinfu.idp.machine;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.MachineSecretEncoder;
import org.xinfu.idp.machine.MachineBook.Known;
import org.xinfu.idp.token.MachineTokenText;

/**
 * Answers a machine's plain request for a token where all is in order, in one statement of the
 * database and one signature of the HSM. It never refuses: what is not plain or not in order goes
 * the long way, through the framework, which decides and says why.
 *
 * <p>The client is taken as it was last read. The statement that writes the audit row asks whether
 * it still is so; where it is not, the token that was made is thrown away.
 */
public final class MachineDoor implements Filter {
  private static final PasswordEncoder SECRETS = new MachineSecretEncoder();

  private final MachineBook book;
  private final Predicate<String> braked;
  private final MachineTokenText tokens;
  private final Clock clock;

  /**
   * The door.
   *
   * @param braked whether too much of what the client asked for has failed lately
   */
  public MachineDoor(
      MachineBook book, Predicate<String> braked, MachineTokenText tokens, Clock clock) {
    this.book = book;
    this.braked = braked;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> answer =
        PlainRequest.of((HttpServletRequest) request)
            .flatMap(plain -> book.known(plain.client()).flatMap(known -> answer(plain, known)));
    if (answer.isPresent()) {
      write(answer.get(), (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private Optional<String> answer(PlainRequest request, Known known) {
    RegisteredClient client = known.client();
    if (known.trial() || !mayAsk(client, request) || braked.test(client.getClientId())) {
      return Optional.empty();
    }
    Set<String> scopes = request.scopes();
    return book.issue(known, () -> tokens.write(client, scopes, clock.instant()))
        .map(token -> body(client, scopes, token));
  }

  private static boolean mayAsk(RegisteredClient client, PlainRequest request) {
    return client.getClientAuthenticationMethods().contains(request.method())
        && client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.CLIENT_CREDENTIALS)
        && client.getClientSecretExpiresAt() == null
        && !client.getTokenSettings().isX509CertificateBoundAccessTokens()
        && client.getScopes().containsAll(request.scopes())
        && SECRETS.matches(request.secret(), client.getClientSecret());
  }

  /** RFC 6749 §5.1; nothing in it needs escapes. */
  private static String body(RegisteredClient client, Set<String> scopes, String token) {
    long seconds = client.getTokenSettings().getAccessTokenTimeToLive().toSeconds();
    String scope = scopes.isEmpty() ? "" : "\"scope\":\"" + String.join(" ", scopes) + "\",";
    return "{\"access_token\":\""
        + token
        + "\","
        + scope
        + "\"token_type\":\"Bearer\",\"expires_in\":"
        + seconds
        + "}";
  }

  private static void write(String body, HttpServletResponse response) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json;charset=UTF-8"); // and never kept: HeaderWriterFilter
    response.setContentLength(octets.length);
    response.getOutputStream().write(octets);
  }
}
