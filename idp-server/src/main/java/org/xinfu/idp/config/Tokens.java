package org.xinfu.idp.config;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.store.JdbcSigningKeys;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.idp.token.ApiTokens;
import org.xinfu.idp.token.HsmJwtEncoder;
import org.xinfu.idp.token.KeyRing;
import org.xinfu.idp.token.KeySettings;
import org.xinfu.idp.token.SandboxClaims;
import org.xinfu.idp.token.SessionClaims;
import org.xinfu.idp.token.SigningKey;
import org.xinfu.idp.token.SigningKeys;
import org.xinfu.idp.token.SpoiltJwtEncoder;
import org.xinfu.idp.token.StaffClaims;
import org.xinfu.idp.token.TokenClaims;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.kit.security.TokenRules;

/** The signing key and what is made with it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class Tokens {
  @Bean
  KeyRing keyRing(
      SigningKeys list, ObjectProvider<Hsm> hsm, KeySettings settings, KeyRing.Part part) {
    return new KeyRing(
        list, label -> new SigningKey(() -> hsm.getObject().token("oidc"), label), settings, part);
  }

  @Bean
  KeyRing.Part keyRingPart(Clock clock, IdpAudit audit, IdpSettings settings) {
    return new KeyRing.Part(clock, audit, settings.signingKey());
  }

  @Bean
  SigningKeys signingKeys(JdbcClient jdbc) {
    return new JdbcSigningKeys(jdbc);
  }

  @Bean
  JWKSource<SecurityContext> published(KeyRing keys) {
    return (selector, context) -> selector.select(new JWKSet(keys.published()));
  }

  @Bean
  JwtEncoder jwtEncoder(KeyRing keys, Sandbox sandbox) {
    JwtEncoder right = new HsmJwtEncoder(keys);
    return sandbox.open() ? new SpoiltJwtEncoder(right) : right;
  }

  /** For UserInfo: our own tokens, by our own key. */
  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> published, IdpSettings settings) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(published).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(settings.publicUrl()));
    return decoder;
  }

  /** RFC 9068 §4: a token for another service is none for our API. */
  @Bean
  ApiTokens apiTokens(JWKSource<SecurityContext> published, IdpSettings settings) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(published).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    decoder.setJwtValidator(TokenRules.rulesWithSandbox(settings.publicUrl(), "idp-server"));
    return new ApiTokens(decoder);
  }

  /** No bean of the framework's own type, which it would use alone. */
  record Told(TokenClaims claims) {}

  @Bean
  Told told(Accounts accounts, StaffClaims staff, IdpAudit audit) {
    return new Told(new TokenClaims(new TokenClaims.Part(accounts, staff, audit)));
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims(
      Told told, Subjects subjects, ActingClaims acting, Sandbox sandbox) {
    SandboxClaims line = new SandboxClaims(sandbox);
    SessionClaims session = new SessionClaims(subjects);
    return context -> {
      line.check(context);
      session.customize(context);
      if (!acting.customize(context)) {
        told.claims().customize(context);
      }
      line.spoil(context);
    };
  }

  @Bean
  AuthorizationServerSettings serverSettings(IdpSettings settings) {
    return AuthorizationServerSettings.builder().issuer(settings.publicUrl()).build();
  }
}
