package org.xinfu.idp.store;

import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.token.CodeTokens;
import org.xinfu.idp.token.GrantName;
import org.xinfu.idp.token.RefreshTokens;
import org.xinfu.idp.token.SessionClaims;
import org.xinfu.idp.token.WrittenClaims;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the framework's grant into a row and back.
 *
 * <p>A row cannot give back the text of a token. The one that was presented is put in its place;
 * the others are spelled {@code stored:<hash>}, or {@code named:<hash>} if they name their grant
 * ({@link GrantName}), which no token can be (a colon is in neither base64url nor a JWT), and turn
 * back into the same hash when the grant is saved again.
 */
final class GrantCodec {
  /** Attribute in which a loaded grant carries its {@link GrantRow}. */
  static final String LOADED = "xinfu.row";

  /** Attribute with the claim {@code sid} of the login in which the grant was made. */
  static final String SID = SessionClaims.SID;

  /** Attribute of a grant that was found by a spent refresh token whose answer was lost. */
  static final String RETRY = RefreshTokens.RETRY;

  private static final String STORED = "stored:";
  private static final String NAMED = "named:";

  private final JsonMapper json = JsonMapper.builder().build();

  /** Found once: the mapper looks for both anew in each call. */
  private final ObjectReader requests = json.readerFor(StoredRequest.class);

  private final ObjectWriter writtenRequests = json.writerFor(StoredRequest.class);

  /** The row that keeps {@code grant}; its version is the one loaded, or 0 for a new grant. */
  GrantRow toRow(OAuth2Authorization grant) {
    OAuth2Authorization.Token<OAuth2AccessToken> access = grant.getAccessToken();
    OAuth2Authorization.Token<OidcIdToken> idToken = grant.getToken(OidcIdToken.class);
    String state = grant.getAttribute(OAuth2ParameterNames.STATE);
    OAuth2AuthorizationRequest request =
        grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    GrantRow loaded = grant.getAttribute(LOADED);
    String id = grant.getId();
    return new GrantRow(
        id,
        loaded == null ? 0 : loaded.version(),
        grant.getRegisteredClientId(),
        grant.getPrincipalName(),
        grant.getAuthorizationGrantType().getValue(),
        String.join(" ", grant.getAuthorizedScopes()),
        authenticatedAt(grant.getAttribute(Principal.class.getName())),
        request == null ? null : writtenRequests.writeValueAsString(StoredRequest.of(request)),
        state == null ? null : hash(state),
        token(id, grant.getToken(OAuth2AuthorizationCode.class)),
        token(id, access),
        access == null ? null : String.join(" ", access.getToken().getScopes()),
        token(id, grant.getRefreshToken()),
        token(id, idToken),
        idToken == null ? null : json.writeValueAsString(plain(idToken.getToken().getClaims())),
        grant.getAttribute(SID));
  }

  /**
   * The grant of a row.
   *
   * @param presented the token by which the row was found; null when found by its id
   */
  OAuth2Authorization toGrant(GrantRow row, RegisteredClient client, @Nullable String presented) {
    Texts texts = new Texts(presented);
    OAuth2Authorization.Builder grant =
        OAuth2Authorization.withRegisteredClient(client)
            .id(row.id())
            .principalName(row.principal())
            .authorizationGrantType(new AuthorizationGrantType(row.grantType()))
            .authorizedScopes(words(row.scopes()))
            .attribute(LOADED, row);
    if (row.sid() != null) {
      grant.attribute(SID, row.sid());
    }
    if (row.request() != null) {
      OAuth2AuthorizationRequest request =
          requests.<StoredRequest>readValue(row.request()).toRequest(row.clientId());
      grant.attribute(OAuth2AuthorizationRequest.class.getName(), request);
      grant.attribute(Principal.class.getName(), principal(row));
    }
    if (row.stateHash() != null) {
      grant.attribute(OAuth2ParameterNames.STATE, texts.of(row.stateHash(), false));
    }
    GrantRow.Token code = row.code();
    if (code != null) {
      add(
          grant,
          new OAuth2AuthorizationCode(texts.of(code), code.issuedAt(), code.expiresAt()),
          code);
    }
    GrantRow.Token refresh = row.refresh();
    if (refresh != null) {
      add(
          grant,
          new OAuth2RefreshToken(texts.of(refresh), refresh.issuedAt(), refresh.expiresAt()),
          refresh);
    }
    addAccess(grant, row, texts);
    addIdToken(grant, row, texts);
    return grant.build();
  }

  /**
   * The same, with the spent refresh token that was shown in the place of the current one.
   *
   * @param retry whether it is to have another successor than the first time
   */
  OAuth2Authorization toSpentGrant(
      GrantRow row, RegisteredClient client, String presented, boolean retry) {
    GrantRow.Token current = Objects.requireNonNull(row.refresh());
    OAuth2Authorization.Builder grant =
        OAuth2Authorization.from(toGrant(row, client, null)).attribute(RETRY, retry);
    add(grant, new OAuth2RefreshToken(presented, current.issuedAt(), current.expiresAt()), current);
    return grant.build();
  }

  /** A grant that was written with its code alone, as if it had been loaded from its first row. */
  OAuth2Authorization justWritten(OAuth2Authorization grant, @Nullable String sid) {
    OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
        Objects.requireNonNull(grant.getToken(OAuth2AuthorizationCode.class));
    GrantRow.Token stored = Objects.requireNonNull(token(grant.getId(), code));
    GrantRow row =
        new GrantRow(
            grant.getId(),
            1,
            grant.getRegisteredClientId(),
            grant.getPrincipalName(),
            grant.getAuthorizationGrantType().getValue(),
            String.join(" ", grant.getAuthorizedScopes()),
            authenticatedAt(grant.getAttribute(Principal.class.getName())),
            null, // the request is at hand as it was read
            null,
            stored,
            null,
            null,
            null,
            null,
            null,
            sid);
    OAuth2Authorization.Builder written =
        OAuth2Authorization.from(grant)
            .attribute(LOADED, row)
            .attribute(Principal.class.getName(), principal(row));
    if (sid != null) {
      written.attribute(SID, sid);
    }
    String text = STORED + stored.hash();
    add(written, new OAuth2AuthorizationCode(text, stored.issuedAt(), stored.expiresAt()), stored);
    return written.build();
  }

  /** The row of a loaded grant whose code is spent for the tokens. */
  GrantRow spent(OAuth2Authorization grant, CodeTokens.Made made) {
    GrantRow loaded = Objects.requireNonNull(grant.getAttribute(LOADED));
    CodeTokens.Signed id = made.id();
    return loaded.spent(
        new GrantRow.Issued(
            signed(loaded.id(), made.access()),
            String.join(" ", made.scopes()),
            made.refresh() == null ? null : token(loaded.id(), made.refresh(), false),
            id == null ? null : signed(loaded.id(), id),
            id == null ? null : id.text()));
  }

  private static void addAccess(OAuth2Authorization.Builder grant, GrantRow row, Texts texts) {
    GrantRow.Token access = row.access();
    if (access != null) {
      OAuth2AccessToken token =
          new OAuth2AccessToken(
              OAuth2AccessToken.TokenType.BEARER,
              texts.of(access),
              access.issuedAt(),
              access.expiresAt(),
              words(Objects.requireNonNullElse(row.accessScopes(), "")));
      add(grant, token, access);
    }
  }

  private void addIdToken(OAuth2Authorization.Builder grant, GrantRow row, Texts texts) {
    GrantRow.Token idToken = row.idToken();
    String stored = row.idTokenClaims();
    if (idToken == null || stored == null) {
      return;
    }
    Map<String, Object> claims = json.readValue(stored, new TypeReference<>() {});
    for (String time : List.of("iat", "exp", "nbf", "auth_time")) {
      claims.computeIfPresent(
          time, (name, seconds) -> Instant.ofEpochSecond(((Number) seconds).longValue()));
    }
    OidcIdToken token =
        new OidcIdToken(texts.of(idToken), idToken.issuedAt(), idToken.expiresAt(), claims);
    grant.token(
        token,
        metadata -> {
          metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims);
          metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, idToken.invalidated());
        });
  }

  private static void add(
      OAuth2Authorization.Builder grant, OAuth2Token token, GrantRow.Token stored) {
    grant.token(
        token,
        metadata ->
            metadata.put(
                OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, stored.invalidated()));
  }

  private static GrantRow.@Nullable Token token(
      String grant, OAuth2Authorization.@Nullable Token<?> token) {
    return token == null ? null : token(grant, token.getToken(), token.isInvalidated());
  }

  private static GrantRow.Token token(String grant, OAuth2Token value, boolean invalidated) {
    String text = value.getTokenValue();
    boolean named = text.startsWith(NAMED) || GrantName.in(text).filter(grant::equals).isPresent();
    return token(value, named, invalidated);
  }

  /** What was just signed is not read again for the name in it. */
  private static GrantRow.Token signed(String grant, CodeTokens.Signed made) {
    return token(made, GrantName.is(grant, made.getTokenValue(), made.claims()), false);
  }

  private static GrantRow.Token token(OAuth2Token value, boolean named, boolean invalidated) {
    return new GrantRow.Token(
        hash(value.getTokenValue()),
        named,
        Objects.requireNonNull(value.getIssuedAt(), "every token is dated"),
        Objects.requireNonNull(value.getExpiresAt(), "every token ends"),
        invalidated);
  }

  private static String hash(String text) {
    return text.startsWith(STORED) || text.startsWith(NAMED)
        ? text.substring(text.indexOf(':') + 1)
        : TokenHash.of(text);
  }

  private static Set<String> words(String list) {
    return list.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(list.split(" ")));
  }

  /** The person as they logged in: name and time, nothing that a session would hold beyond. */
  private static Authentication principal(GrantRow row) {
    List<GrantedAuthority> authorities =
        row.authenticatedAt() == null
            ? List.of()
            : List.of(
                FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
                    .issuedAt(row.authenticatedAt())
                    .build());
    return UsernamePasswordAuthenticationToken.authenticated(row.principal(), null, authorities);
  }

  private static @Nullable Instant authenticatedAt(@Nullable Authentication principal) {
    if (principal == null) {
      return null;
    }
    return principal.getAuthorities().stream()
        .filter(FactorGrantedAuthority.class::isInstance)
        .map(factor -> ((FactorGrantedAuthority) factor).getIssuedAt())
        .max(Instant::compareTo)
        .orElse(null);
  }

  private static Map<String, Object> plain(Map<String, Object> claims) {
    Map<String, Object> plain = new HashMap<>(claims);
    plain.replaceAll(WrittenClaims::of);
    return plain;
  }

  /** Gives the presented token its text back and the others a stand-in. */
  private record Texts(@Nullable String presented, @Nullable String presentedHash) {
    Texts(@Nullable String presented) {
      this(presented, presented == null ? null : TokenHash.of(presented));
    }

    String of(GrantRow.Token token) {
      return of(token.hash(), token.named());
    }

    String of(String hash, boolean named) {
      return presented != null && hash.equals(presentedHash)
          ? presented
          : (named ? NAMED : STORED) + hash;
    }
  }

  /** The parts of an authorization request that later steps look at. */
  private record StoredRequest(
      String authorizationUri,
      @Nullable String redirectUri,
      Set<String> scopes,
      @Nullable String state,
      Map<String, Object> parameters) {
    static StoredRequest of(OAuth2AuthorizationRequest request) {
      return new StoredRequest(
          request.getAuthorizationUri(),
          request.getRedirectUri(),
          request.getScopes(),
          request.getState(),
          request.getAdditionalParameters());
    }

    OAuth2AuthorizationRequest toRequest(String clientId) {
      return OAuth2AuthorizationRequest.authorizationCode()
          .authorizationUri(authorizationUri)
          .authorizationRequestUri(authorizationUri) // clients want it whole; nobody does here
          .clientId(clientId)
          .redirectUri(redirectUri)
          .scopes(scopes)
          .state(state)
          .additionalParameters(parameters)
          .build();
    }
  }
}
