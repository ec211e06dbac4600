package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.exchange.FederatedNames;
import org.xinfu.idp.token.ActingClaims;

/** Whom an exchanged token speaks for: the same person, as its new client calls them. */
class ExchangedPersonsTest {
  private static final RunningIdp idp = SharedIdp.get();
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";

  private final String account = Companies.account(idp, "licence-officer");
  private final NewClient client =
      NewClient.machine(idp, "licence:read", "grant_types", List.of(GRANT));

  @Test
  void a_client_with_names_of_its_own_learns_no_others() {
    assertThat(subject()).isEqualTo(account);
    SharedIdp.jdbc()
        .sql(
            "INSERT INTO client_registration (client_id, subject_type, sector) VALUES (?, ?, ?)"
                + " ON CONFLICT (client_id) DO UPDATE"
                + " SET subject_type = excluded.subject_type, sector = excluded.sector")
        .params(List.of(client.id, "pairwise", "exchange.example"))
        .update();
    assertThat(subject()).isNotEqualTo(account).isEqualTo(subject());
  }

  private Object subject() {
    HttpResponse<String> answer = exchanged(token(Map.of()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.claims((String) RunningIdp.json(answer.body()).get("access_token"))
        .get("sub");
  }

  /**
   * However it came to be: a suspension ends grants, and nothing is believed of one that is left.
   */
  @Test
  void a_token_of_somebody_who_is_suspended_is_worth_nothing() {
    String token = token(Map.of());
    SharedIdp.jdbc().sql("UPDATE account SET active = false WHERE id = ?").param(account).update();
    try {
      refused(token);
    } finally {
      SharedIdp.jdbc().sql("UPDATE account SET active = true WHERE id = ?").param(account).update();
    }
    assertThat(exchanged(token).statusCode()).isEqualTo(200);
  }

  /** The grant is the person's, and the token speaks for somebody else. */
  @Test
  void a_token_of_somebody_who_acts_for_an_entity_is_not_handed_on() {
    refused(token(ActingClaims.stored(new Acting(account, "entity", "mandate"))));
  }

  @Test
  void everybody_of_another_node_has_one_name_here_and_nobody_elses() {
    FederatedNames names = idp.bean(FederatedNames.class);
    String name = names.of("https://county.example", "p-1");
    assertThat(name).isEqualTo(names.of("https://county.example", "p-1")).startsWith("f-");
    Set<String> others =
        Set.of(
            names.of("https://county.example", "p-2"),
            names.of("https://city.example", "p-1"),
            names.of("https://county.examplep", "-1"));
    assertThat(others).hasSize(3).doesNotContain(name);
  }

  private void refused(String token) {
    HttpResponse<String> answer = exchanged(token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_request");
  }

  private HttpResponse<String> exchanged(String token) {
    Map<String, String> form =
        Map.of("grant_type", GRANT, "subject_token_type", ACCESS, "subject_token", token);
    return SharedIdp.browser().post("/oauth2/token", form, "Authorization", client.basic);
  }

  /** A token that the server remembers to have given to the account, after such a request. */
  private String token(Map<String, Object> request) {
    Instant now = Instant.now();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(idp.origin)
            .subject(account)
            .id(UUID.randomUUID().toString())
            .issuedAt(now)
            .expiresAt(now.plusSeconds(60))
            .claim("client_id", "vault-console")
            .claim("scope", "licence:read")
            .build();
    String token =
        idp.bean(JwtEncoder.class).encode(JwtEncoderParameters.from(claims)).getTokenValue();
    RegisteredClient vault =
        idp.bean(RegisteredClientRepository.class).findByClientId("vault-console");
    OAuth2AuthorizationRequest asked =
        OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri(idp.origin + "/oauth2/authorize")
            .clientId("vault-console")
            .additionalParameters(new HashMap<>(request))
            .build();
    idp.bean(OAuth2AuthorizationService.class)
        .save(
            OAuth2Authorization.withRegisteredClient(Objects.requireNonNull(vault))
                .principalName(account)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(Set.of("licence:read"))
                .attribute(OAuth2AuthorizationRequest.class.getName(), asked)
                .token(
                    new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        token,
                        now,
                        now.plusSeconds(60),
                        Set.of("licence:read")))
                .build());
    return token;
  }
}
