package org.xinfu.idp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.authorize.RequestPolicy;
import org.xinfu.idp.domain.Ial;

/** Grants wait for their codes once, for five seconds, and not without bound. */
class FreshGrantsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final RegisteredClient CLIENT =
      RegisteredClient.withId("c")
          .clientId("c")
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUri("https://c.example/")
          .build();

  @Test
  void a_grant_is_taken_once_and_its_code_rests_nowhere() {
    FreshGrants grants = grants(NOW);
    grants.keep(grant("code-1", NOW), Optional.of("sid-1"), basis(1));
    assertThat(grants.take("code-2")).isEmpty();
    FreshGrants.Fresh fresh = grants.take("code-1").orElseThrow();
    assertThat(fresh.grant().<String>getAttribute(GrantCodec.SID)).isEqualTo("sid-1");
    assertThat(fresh.grant().toString()).doesNotContain("code-1");
    assertThat(fresh.grant().getToken(OAuth2AuthorizationCode.class).getToken().getTokenValue())
        .isEqualTo("stored:" + TokenHash.of("code-1"));
    assertThat(grants.take("code-1")).isEmpty();
  }

  /** What the clock alone changes has no edition. */
  @Test
  void what_was_known_five_seconds_ago_is_not_known_any_more() {
    FreshGrants grants = grants(NOW);
    grants.keep(grant("early", NOW.minusMillis(4_999)), Optional.empty(), basis(1));
    assertThat(grants.take("early")).isPresent();
    grants.keep(grant("late", NOW.minusMillis(5_000)), Optional.empty(), basis(1));
    assertThat(grants.take("late")).isEmpty();
  }

  @Test
  void what_is_over_goes_when_another_code_comes() {
    FreshGrants grants = grants(NOW);
    grants.keep(grant("over", NOW.minusSeconds(60)), Optional.empty(), basis(1));
    grants.keep(grant("good", NOW), Optional.empty(), basis(1));
    assertThat(grants.size()).isOne();
    grants.keep(grant("over", NOW.minusSeconds(60)), Optional.empty(), basis(1));
    assertThat(grants.take("none")).isEmpty();
    assertThat(grants.take("good")).isPresent();
    assertThat(grants.size()).isZero();
  }

  @Test
  void of_who_has_no_account_nothing_is_kept() {
    FreshGrants grants = grants(NOW);
    grants.keep(grant("code", NOW), Optional.empty(), basis(0));
    assertThat(grants.take("code")).isEmpty();
  }

  /** A nonce of 32,768 characters would fill the memory some thousand times. */
  @Test
  void a_long_request_is_not_kept() {
    FreshGrants grants = grants(NOW);
    for (int length : new int[] {64, FreshGrants.LONGEST}) {
      String name = OAuth2AuthorizationRequest.class.getName();
      OAuth2Authorization asked =
          OAuth2Authorization.from(grant("code", NOW)).attribute(name, asking(length)).build();
      grants.keep(asked, Optional.empty(), basis(1));
      assertThat(grants.take("code").isPresent()).as("%d", length).isEqualTo(length == 64);
    }
  }

  private static OAuth2AuthorizationRequest asking(int length) {
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri("https://idp.example/oauth2/authorize")
        .clientId("c")
        .additionalParameters(Map.of("nonce", "n".repeat(length)))
        .build();
  }

  @Test
  void the_oldest_goes_first() {
    FreshGrants grants = grants(NOW);
    for (int i = 0; i <= FreshGrants.MOST; i++) {
      grants.keep(grant("code-" + i, NOW), Optional.empty(), basis(1));
    }
    assertThat(grants.take("code-0")).isEmpty();
    assertThat(grants.take("code-1")).isPresent();
    assertThat(grants.take("code-" + FreshGrants.MOST)).isPresent();
  }

  private static FreshGrants grants(Instant at) {
    return new FreshGrants(Clock.fixed(at, ZoneOffset.UTC));
  }

  private static OAuth2Authorization grant(String code, Instant at) {
    return OAuth2Authorization.withRegisteredClient(CLIENT)
        .id("g")
        .principalName("p")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .token(new OAuth2AuthorizationCode(code, at, at.plus(Duration.ofSeconds(60))))
        .build();
  }

  private static FreshGrants.Basis basis(long edition) {
    ClientReading client = new ClientReading(CLIENT, RequestPolicy.DEFAULT, false, null, false, 1);
    return new FreshGrants.Basis(
        client, new JdbcSubjects.Known(Optional.empty(), false, false, Ial.IAL1, edition));
  }
}
