package org.xinfu.idp.plain;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.plain.MachineBook.Known;
import org.xinfu.idp.token.MachineTokenText;

/**
 * Answers a machine's plain request for a token where all is in order, in one statement of the
 * database and one signature of the HSM. It never refuses: what is not plain or not in order goes
 * the long way, through the framework, which decides and says why.
 *
 * <p>The client is taken as it was last read. The statement that writes the audit row asks whether
 * it still is so; where it is not, the token that was made is thrown away.
 */
public final class MachineDoor extends PlainDoor {
  private static final String SCOPE = "scope";
  private static final Set<String> PARAMETERS = Set.of(SCOPE);

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
  Optional<String> answer(HttpServletRequest request) {
    return PlainRequest.of(request, AuthorizationGrantType.CLIENT_CREDENTIALS, PARAMETERS)
        .flatMap(plain -> book.known(plain.client()).flatMap(known -> answer(plain, known)));
  }

  private Optional<String> answer(PlainRequest request, Known known) {
    RegisteredClient client = known.client();
    Set<String> scopes = scopes(request).orElse(null);
    if (known.trial()
        || scopes == null
        || !client.getScopes().containsAll(scopes)
        || !request.by(client)
        || braked.test(client.getClientId())) {
      return Optional.empty();
    }
    return book.issue(known, () -> tokens.write(client, scopes, clock.instant()))
        .map(token -> body(client, scopes, token));
  }

  /** Words with one space between them (RFC 6749 §3.3); empty when they are written otherwise. */
  private static Optional<Set<String>> scopes(PlainRequest request) {
    String line = request.one(SCOPE);
    if (line == null) {
      return request.has(SCOPE) ? Optional.empty() : Optional.of(Set.of());
    }
    List<String> words = List.of(line.split(" ", -1));
    Set<String> scopes = new LinkedHashSet<>(words);
    return scopes.contains("") || scopes.size() < words.size()
        ? Optional.empty()
        : Optional.of(scopes);
  }

  private static String body(RegisteredClient client, Set<String> scopes, String token) {
    return new TokenAnswer()
        .with("access_token", token)
        .scopes(scopes)
        .lasting(client.getTokenSettings().getAccessTokenTimeToLive().toSeconds());
  }
}
