package org.xinfu.idp.exchange;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.client.SaidClaims;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.exchange.ExchangeSettings.Issuer;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.idp.token.SandboxClaims;

/**
 * Reads subject tokens: our own, as long as they live, and those of nodes that the operator trusts.
 * A token bound to a key (RFC 9449) or meant for another actor is not taken, nor is one of somebody
 * who acts for an entity or a citizen ({@link Actors}): they do so at the service that has it.
 */
public final class SubjectTokens {
  private final String issuer;
  private final ExchangeSettings settings;
  private final PeerTokens peers;
  private final Known known;

  /** What is known here of persons and grants; {@code federated} names somebody of another node. */
  public record Known(
      OAuth2AuthorizationService grants,
      Accounts accounts,
      Subjects subjects,
      AcrNames names,
      FederatedNames federated,
      Sandbox sandbox) {}

  public SubjectTokens(String issuer, ExchangeSettings settings, PeerTokens peers, Known known) {
    this.issuer = issuer;
    this.settings = settings;
    this.peers = peers;
    this.known = known;
  }

  /** The subject of the token, for this client; empty when the token is worth nothing. */
  Optional<Subject> read(String token, String clientId) {
    String from = unverifiedIssuer(token);
    if (!issuer.equals(from) && known.sandbox().client(clientId)) {
      return Optional.empty(); // persons of other nodes are real ones
    }
    return issuer.equals(from)
        ? own(token, clientId)
        : settings
            .issuer(from)
            .flatMap(trusted -> peers.verified(token, trusted).flatMap(c -> federated(c, trusted)))
            .filter(subject -> !subject.scopes().isEmpty());
  }

  private Optional<Subject> own(String token, String clientId) {
    OAuth2Authorization grant = known.grants().findByToken(token, OAuth2TokenType.ACCESS_TOKEN);
    if (grant == null || grant.getAccessToken() == null || !grant.getAccessToken().isActive()) {
      return Optional.empty();
    }
    Account account =
        known.accounts().byId(grant.getPrincipalName()).filter(Account::active).orElse(null);
    JWTClaimsSet claims = SaidClaims.of(token).orElse(null);
    if (account == null || claims == null || !usable(claims)) {
      return Optional.empty();
    }
    if (ActingClaims.of(grant).isPresent()) {
      return Optional.empty(); // the person is not whom it speaks for
    }
    if (!known.sandbox().meet(clientId, account.id())) {
      return Optional.empty();
    }
    Map<String, Object> told = told(claims);
    if (known.sandbox().client(clientId)) {
      told.put(SandboxClaims.CLAIM, true);
    }
    return Optional.of(
        new Subject(
            known.subjects().of(clientId, account.id()),
            words(claims),
            told,
            Actors.of(claims).orElseThrow(),
            claims.getExpirationTime().toInstant()));
  }

  /** Never under a name that an account here might have; levels are cut, never raised. */
  private Optional<Subject> federated(JWTClaimsSet claims, Issuer trusted) {
    if (!usable(claims) || Boolean.TRUE.equals(claims.getClaim(SandboxClaims.CLAIM))) {
      return Optional.empty();
    }
    Set<String> scopes = new LinkedHashSet<>();
    Map<String, String> table = trusted.table();
    words(claims).forEach(theirs -> Optional.ofNullable(table.get(theirs)).ifPresent(scopes::add));
    Map<String, Object> told = told(claims);
    String acr = told.get("acr") instanceof String text ? text : "";
    told.put("acr", known.names().atMost(acr, trusted.ial(), trusted.aal()));
    return Optional.of(
        new Subject(
            known.federated().of(trusted.issuer(), claims.getSubject()),
            scopes,
            told,
            Actors.of(claims).orElseThrow(),
            claims.getExpirationTime().toInstant()));
  }

  /** An access token of somebody, bound to no key, to nobody who acts and to no mandate. */
  private static boolean usable(JWTClaimsSet claims) {
    return claims.getSubject() != null
        && claims.getSubject().length() <= 255
        && claims.getExpirationTime() != null
        && claims.getClaim("client_id") instanceof String
        && claims.getClaim("scope") instanceof String
        && claims.getClaim("cnf") == null
        && claims.getClaim("may_act") == null
        && claims.getClaim(ActingClaims.MANDATE) == null
        && Actors.of(claims).isPresent();
  }

  private static Map<String, Object> told(JWTClaimsSet claims) {
    Map<String, Object> told = new HashMap<>();
    for (String name : List.of("acr", "amr", "auth_time", "name")) {
      Object value = claims.getClaim(name);
      if (value instanceof String || value instanceof Number || value instanceof List<?>) {
        told.put(name, value);
      }
    }
    return told;
  }

  private static Set<String> words(JWTClaimsSet claims) {
    String line = claims.getClaim("scope") instanceof String text ? text : "";
    return line.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(line.split(" ")));
  }

  private static String unverifiedIssuer(String token) {
    return SaidClaims.of(token).map(JWTClaimsSet::getIssuer).orElse("");
  }
}
