package org.xinfu.idp.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.Mandate;

/**
 * What a token says where somebody acts for an entity: {@code sub} is the entity and {@code act}
 * the human (RFC 8693 §4.1), both as this client calls them. The mandate is read afresh at every
 * issue. Access tokens live a minute at most, so that a resource server that never asks back does
 * not believe a revoked mandate for longer.
 */
public final class ActingClaims {
  /** The claim that names the mandate, under the scope {@code entity}. */
  public static final String MANDATE = "mandate";

  private static final Duration LIFE = Duration.ofSeconds(60);
  private static final String STORED = "xinfu.acting";

  private final Accounts accounts;
  private final ActingIdentities identities;
  private final Subjects subjects;

  public ActingClaims(Accounts accounts, ActingIdentities identities, Subjects subjects) {
    this.accounts = accounts;
    this.identities = identities;
    this.subjects = subjects;
  }

  /** As an entry of the stored request; no client can send such a name. */
  public static Map<String, Object> stored(Acting acting) {
    return Map.of(
        STORED, String.join(" ", acting.personId(), acting.entityId(), acting.mandateId()));
  }

  /** For whom the grant was given; empty where the person acts for themselves. */
  public static Optional<Acting> of(@Nullable OAuth2Authorization grant) {
    OAuth2AuthorizationRequest request =
        grant == null ? null : grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    if (request == null
        || !(request.getAdditionalParameters().get(STORED) instanceof String line)) {
      return Optional.empty();
    }
    List<String> words = List.of(line.split(" "));
    return Optional.of(new Acting(words.get(0), words.get(1), words.get(2)));
  }

  /** Writes the claims of a token in which somebody acts for an entity; false for any other. */
  public boolean customize(JwtEncodingContext context) {
    Optional<Acting> acting = of(context.getAuthorization());
    acting.ifPresent(known -> write(context, known));
    return acting.isPresent();
  }

  /** What UserInfo says; refuses when the mandate does not stand any more. */
  Map<String, Object> userInfo(Acting acting, Set<String> scopes) {
    Chain chain = standing(acting, OAuth2ErrorCodes.INVALID_TOKEN);
    Map<String, Object> told = new LinkedHashMap<>();
    if (scopes.contains(Scopes.ENTITY)) {
      entity(chain, told::put);
    }
    return told;
  }

  private void write(JwtEncodingContext context, Acting acting) {
    Chain chain = standing(acting, OAuth2ErrorCodes.INVALID_GRANT);
    String client = context.getRegisteredClient().getClientId();
    JwtClaimsSet.Builder claims = context.getClaims();
    claims
        .subject(subjects.of(client, acting.entityId()))
        .claim("act", Map.of("sub", subjects.of(client, acting.personId())));
    Set<String> scopes = Scopes.permitted(context.getAuthorizedScopes(), Set.of());
    if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      Instant until = chain.mandate().extent().until();
      claims.claim("scope", String.join(" ", scopes)).claim("client_id", client);
      claims.claims(
          all ->
              all.computeIfPresent(
                  "exp", (name, end) -> earliest((Instant) end, issued(all).plus(LIFE), until)));
    }
    LoginFacts.claim(context);
    if (scopes.contains(Scopes.ENTITY)) {
      entity(chain, claims::claim);
    }
  }

  private Chain standing(Acting acting, String error) {
    boolean active = accounts.byId(acting.personId()).filter(Account::active).isPresent();
    return identities
        .now(acting)
        .filter(chain -> active)
        .orElseThrow(() -> new OAuth2AuthenticationException(error));
  }

  /** Name, code and mandate: in tokens only under the scope that asks for them. */
  public static void entity(Chain chain, BiConsumer<String, Object> claims) {
    Mandate mandate = chain.mandate();
    claims.accept("name", chain.entity().name());
    claims.accept("org", chain.entity().code().value());
    claims.accept(
        MANDATE,
        Map.of(
            "id", mandate.id(),
            "role", mandate.role().name(),
            "matters", List.copyOf(new TreeSet<>(mandate.extent().matters())),
            "region", mandate.extent().region().code(),
            "until", mandate.extent().until().getEpochSecond()));
  }

  private static Instant issued(Map<String, Object> claims) {
    return (Instant) Objects.requireNonNull(claims.get("iat"));
  }

  private static Instant earliest(Instant... moments) {
    return Arrays.stream(moments).min(Instant::compareTo).orElseThrow();
  }
}
