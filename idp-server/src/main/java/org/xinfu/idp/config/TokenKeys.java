package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.store.JdbcSigningKeys;
import org.xinfu.idp.token.KeyRing;
import org.xinfu.idp.token.KeySettings;
import org.xinfu.idp.token.OwnKeys;
import org.xinfu.idp.token.SigningKey;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.kit.security.SecurityHeaders;

/** The signing keys of all algorithms; each list rotates by itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class TokenKeys {
  /** Where keys are and what is noted when they change. */
  record Parts(JdbcClient jdbc, ObjectProvider<Hsm> hsm, KeySettings settings) {
    KeyRing ring(TokenAlgorithm algorithm, KeyRing.Part part) {
      return new KeyRing(
          new JdbcSigningKeys(jdbc, algorithm),
          label -> new SigningKey(() -> hsm.getObject().token("oidc"), label, algorithm),
          settings,
          part);
    }
  }

  @Bean
  Parts tokenKeyParts(JdbcClient jdbc, ObjectProvider<Hsm> hsm, KeySettings settings) {
    return new Parts(jdbc, hsm, settings);
  }

  @Bean
  KeyRing keyRing(Parts parts, Clock clock, IdpAudit audit, IdpSettings settings) {
    return parts.ring(
        TokenAlgorithm.ES256,
        new KeyRing.Part(clock, audit, settings.signingKey(), KeyRing.Begin.AT_ONCE));
  }

  /** RSA keys cost the device seconds: who has no service that reads them has none. */
  @Bean
  KeyRing rs256KeyRing(Parts parts, Clock clock, IdpAudit audit, IdpSettings settings) {
    return parts.ring(
        TokenAlgorithm.RS256,
        new KeyRing.Part(clock, audit, settings.rs256SigningKey(), KeyRing.Begin.WHEN_ASKED));
  }

  @Bean
  KeyRing sm2KeyRing(Parts parts, Clock clock, IdpAudit audit, IdpSettings settings) {
    return parts.ring(
        TokenAlgorithm.SM2_SM3,
        new KeyRing.Part(clock, audit, settings.sm2SigningKey(), KeyRing.Begin.AT_ONCE));
  }

  @Bean
  OwnKeys ownKeys(
      @Qualifier("keyRing") KeyRing es256,
      @Qualifier("rs256KeyRing") KeyRing rs256,
      @Qualifier("sm2KeyRing") KeyRing sm2) {
    return new OwnKeys(es256, rs256, sm2);
  }

  /** The framework's endpoint serves the other set; both are for everybody. */
  @Bean
  @Order(0)
  SecurityFilterChain sm2Keys(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/oauth2/jwks/sm2")
        .requestCache(cache -> cache.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
