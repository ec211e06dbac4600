package org.xinfu.idp.window;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/**
 * Access tokens of an act: {@code sub} is the citizen and {@code act} the clerk (RFC 8693 §4.1),
 * both as the application calls them; addressed to the application alone, or to licence-vault alone
 * with the citizen's number as {@code holder}, as a citizen's own token has it. {@code acr} tells
 * the truth: who lay a document on a reader has not logged in ({@code …:present}, {@code amr}
 * {@code presence}); who confirmed on a phone has, once, elsewhere ({@code mca}). A token lives a
 * minute, for resource servers that never ask back.
 */
final class WindowTokens {
  private static final Duration LIFE = Duration.ofSeconds(60);

  /** Where a token is taken, and its scope there. */
  enum Use {
    APPLICATION("window"),
    LICENCES(Scopes.WINDOW_LICENCES);

    private final String scope;

    Use(String scope) {
      this.scope = scope;
    }
  }

  private final WindowActs acts;
  private final Known known;
  private final Part part;

  /** What tokens tell. */
  record Known(Accounts accounts, IdentityLevels levels, Subjects subjects, AcrNames names) {}

  /** What makes, keeps and records them. */
  record Part(
      String issuer,
      JwtEncoder encoder,
      OAuth2AuthorizationService grants,
      RegisteredClientRepository clients,
      Audit audit,
      Clock clock) {}

  WindowTokens(WindowActs acts, Known known, Part part) {
    this.acts = acts;
    this.known = known;
    this.part = part;
  }

  /** The answer, with the names of RFC 6749 §5.1. */
  Map<String, Object> issue(WindowAct act, Use use) {
    Instant now = part.clock().instant();
    String person = act.personId();
    if (person == null || act.state(now) != WindowAct.State.ACTIVE) {
      throw new Refused(WindowRefusal.WINDOW_ACT_NOT_ACTIVE);
    }
    if (known.accounts().byId(person).filter(Account::active).isEmpty()) {
      throw new Refused(WindowRefusal.WINDOW_PERSON_NOT_SERVED);
    }
    Jwt token = part.encoder().encode(JwtEncoderParameters.from(claims(act, person, use, now)));
    boolean granted = acts.granting(act.id(), now, () -> keep(act, person, token, use));
    if (!granted) {
      throw new Refused(WindowRefusal.WINDOW_ACT_NOT_ACTIVE);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", token.getTokenValue());
    answer.put("token_type", "Bearer");
    answer.put("expires_in", Duration.between(now, end(act, now)).toSeconds());
    answer.put("scope", use.scope);
    return answer;
  }

  private JwtClaimsSet claims(WindowAct act, String person, Use use, Instant now) {
    String client = act.clerk().clientId();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(part.issuer())
            .subject(known.subjects().of(client, person))
            .audience(
                use == Use.APPLICATION
                    ? List.of(client)
                    : List.copyOf(Scopes.audiences(Set.of(use.scope))))
            .issuedAt(now)
            .notBefore(now)
            .expiresAt(end(act, now))
            .id(UUID.randomUUID().toString())
            .claim("scope", use.scope)
            .claim("client_id", client)
            .claim("roles", List.of())
            .claim("window_act", act.id())
            .claim("matter", act.where().matter())
            .claim("acr", acr(act, person))
            .claim(
                "act",
                Map.of(
                    "sub", known.subjects().of(client, act.clerk().accountId()),
                    "department", act.clerk().org(),
                    "window", act.where().window()));
    if (use == Use.LICENCES) {
      String number =
          known
              .accounts()
              .citizenId(person)
              .orElseThrow(() -> new Refused(WindowRefusal.WINDOW_PERSON_NOT_SERVED));
      claims.claim("holder", number);
    }
    if (act.method() == WindowAct.Method.READER) {
      return claims.claim("amr", List.of("presence")).build();
    }
    return claims
        .claim("amr", List.of("mca"))
        .claim("auth_time", Objects.requireNonNull(act.begun()).getEpochSecond())
        .build();
  }

  private String acr(WindowAct act, String person) {
    AcrNames names = known.names();
    return act.method() == WindowAct.Method.READER
        ? names.prefix() + names.ial().get(known.levels().of(person)) + ":present"
        : names.of(known.levels().of(person), Aal.AAL1);
  }

  /** So that it can be asked about and called back like any other; names the grant. */
  private String keep(WindowAct act, String person, Jwt token, Use use) {
    RegisteredClient client =
        Objects.requireNonNull(part.clients().findByClientId(act.clerk().clientId()));
    OAuth2AccessToken access =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            token.getTokenValue(),
            token.getIssuedAt(),
            token.getExpiresAt(),
            Set.of(use.scope));
    OAuth2Authorization grant =
        OAuth2Authorization.withRegisteredClient(client)
            .id(UUID.randomUUID().toString())
            .principalName(person)
            .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
            .authorizedScopes(access.getScopes())
            .token(
                access,
                metadata ->
                    metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, token.getClaims()))
            .build();
    part.grants().save(grant);
    part.audit()
        .record(
            "token-issued",
            person,
            "window",
            Map.of(
                "claims",
                use == Use.LICENCES ? "sub holder" : "sub",
                "acr",
                acr(act, person),
                "window_act",
                act.id()));
    return grant.getId();
  }

  private static Instant end(WindowAct act, Instant now) {
    Instant minute = now.plus(LIFE);
    return act.expires().isBefore(minute) ? act.expires() : minute;
  }
}
