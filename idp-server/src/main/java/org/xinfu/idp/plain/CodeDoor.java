package org.xinfu.idp.plain;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.plain.MachineBook.Known;
import org.xinfu.idp.token.CodeTokens;

/**
 * Exchanges a code for tokens (RFC 6749 §4.1.3) where the request is plain and all is in order, in
 * one question to the database, one statement that writes, and the signatures of the HSM. It never
 * refuses: what is not plain or not in order goes the long way, through the framework, before
 * anything is written.
 *
 * <p>What the long way looks at, in its order, and what becomes of it here:
 *
 * <ol>
 *   <li>forms that are in order, proofs of possession (RFC 9449): in front of both ways; a request
 *       with such a proof is not plain, and for a code that is bound to a key there are no tokens
 *       without one;
 *   <li>the brakes on clients that failed too often: whom one holds goes the long way;
 *   <li>client authentication by the registered method, secret and edition; a public client proves
 *       itself by its code's verifier; certificates and keys go the long way, and so do clients in
 *       trial, to whom wrong tokens are shown on purpose;
 *   <li>PKCE (RFC 7636 §4.6): the same here, {@link Verifier}, from every client;
 *   <li>the code is there, of this client, not spent and not over, and its redirect URI is
 *       repeated: else the long way, which spoils a code that another client shows and takes back
 *       the tokens of one that is shown twice;
 *   <li>the line between real and fictitious persons, the person's standing, the mandate under
 *       which they act, all claims: by the same rules, {@link CodeTokens}; where they refuse, the
 *       long way;
 *   <li>the code is spent over the version of the grant that was read, together with its audit row:
 *       of two at once one succeeds, and the other meets a spent code on the long way.
 * </ol>
 */
public final class CodeDoor extends PlainDoor {
  private static final Set<String> PARAMETERS = Set.of("code", "redirect_uri", "code_verifier");

  private final Function<String, Optional<Known>> clients;
  private final CodeBook book;
  private final Brakes brakes;
  private final CodeTokens tokens;

  /** The port to the brakes on clients. */
  @FunctionalInterface
  public interface Brakes {
    /**
     * Whether too much of what the client asked for, or is asked in its name, has failed lately.
     */
    boolean hold(String clientId, Supplier<Origin> from);
  }

  /**
   * The door.
   *
   * @param clients clients as they were last read
   */
  public CodeDoor(
      Function<String, Optional<Known>> clients, CodeBook book, Brakes brakes, CodeTokens tokens) {
    this.clients = clients;
    this.book = book;
    this.brakes = brakes;
    this.tokens = tokens;
  }

  @Override
  Optional<String> answer(HttpServletRequest request) {
    Optional<PlainRequest> plain =
        PlainRequest.of(request, AuthorizationGrantType.AUTHORIZATION_CODE, PARAMETERS);
    Optional<String> answer = plain.flatMap(it -> answer(it, () -> Devices.origin(request)));
    if (plain.isPresent() && answer.isEmpty()) {
      book.leave();
    }
    return answer;
  }

  private Optional<String> answer(PlainRequest request, Supplier<Origin> from) {
    String code = request.one("code");
    return code == null
        ? Optional.empty()
        : clients
            .apply(request.client())
            .filter(known -> !known.trial() && request.by(known.client()))
            .filter(known -> !brakes.hold(request.client(), from))
            .flatMap(
                known ->
                    book.granted(known, code)
                        .filter(grant -> inOrder(grant, request))
                        .flatMap(grant -> spent(request, known.client(), grant)));
  }

  private static boolean inOrder(OAuth2Authorization grant, PlainRequest request) {
    OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
        grant.getToken(OAuth2AuthorizationCode.class);
    OAuth2AuthorizationRequest asked =
        grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    return code != null
        && code.isActive()
        && asked != null
        && asked.getRedirectUri() != null
        && asked.getRedirectUri().equals(request.one("redirect_uri"))
        && Verifier.answers(asked, request.one("code_verifier"));
  }

  private Optional<String> spent(
      PlainRequest request, RegisteredClient client, OAuth2Authorization grant) {
    CodeTokens.Made made;
    try {
      made = tokens.make(client, grant, !request.isPublic());
    } catch (OAuth2AuthenticationException refused) {
      return Optional.empty(); // nothing is written: the long way says the same, aloud
    }
    return book.spend(grant, made) ? Optional.of(body(made)) : Optional.empty();
  }

  private static String body(CodeTokens.Made made) {
    return new TokenAnswer()
        .with("access_token", made.access().getTokenValue())
        .with("refresh_token", text(made.refresh()))
        .scopes(made.scopes())
        .with("id_token", text(made.id()))
        .lasting(seconds(made.access()));
  }

  private static String text(@Nullable OAuth2Token token) {
    return token == null ? "" : token.getTokenValue();
  }

  private static long seconds(OAuth2Token token) {
    Instant issued = Objects.requireNonNull(token.getIssuedAt());
    return ChronoUnit.SECONDS.between(issued, Objects.requireNonNull(token.getExpiresAt()));
  }
}
