package org.xinfu.idp.config;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.idp.token.Agreed;
import org.xinfu.idp.token.Agreed.Agreements;
import org.xinfu.idp.token.ApiTokens;
import org.xinfu.idp.token.BoundCode;
import org.xinfu.idp.token.GrantName;
import org.xinfu.idp.token.HsmJwtEncoder;
import org.xinfu.idp.token.MachineTokens;
import org.xinfu.idp.token.OwnKeys;
import org.xinfu.idp.token.SandboxClaims;
import org.xinfu.idp.token.SessionClaims;
import org.xinfu.idp.token.SpoiltJwtEncoder;
import org.xinfu.idp.token.StaffClaims;
import org.xinfu.idp.token.TokenClaims;
import org.xinfu.kit.security.TokenRules;
import org.xinfu.trust.spring.CertificateBinding;

/** Tokens: how they are made and believed. */
@Configuration(proxyBeanMethods = false)
class Tokens {
  @Bean
  JWKSource<SecurityContext> published(OwnKeys keys) {
    return (selector, context) -> selector.select(keys.standard());
  }

  @Bean
  JwtEncoder jwtEncoder(OwnKeys keys, Sandbox sandbox) {
    JwtEncoder right = new HsmJwtEncoder(keys);
    return sandbox.open() ? new SpoiltJwtEncoder(right) : right;
  }

  @Bean
  MachineTokens machineTokens(
      OwnKeys keys, IdpSettings settings, RegisteredClientRepository clients) {
    return new MachineTokens(keys, settings.publicUrl(), clients);
  }

  /** For UserInfo: our own tokens, by our own keys. */
  @Bean
  JwtDecoder jwtDecoder(OwnKeys keys, IdpSettings settings) {
    return keys.decoder(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(settings.publicUrl()), new CertificateBinding()));
  }

  /** RFC 9068 §4: a token for another service is none for our API. */
  @Bean
  ApiTokens apiTokens(OwnKeys keys, IdpSettings settings) {
    return new ApiTokens(
        keys.decoder(TokenRules.rulesWithSandbox(settings.publicUrl(), "idp-server")));
  }

  /** No bean of the framework's own type, which it would use alone. */
  record Told(TokenClaims claims, Agreed agreed) {}

  @Bean
  Told told(Accounts accounts, SubjectReads reads, StaffClaims staff, Agreements agreements) {
    TokenPeople people = new TokenPeople(accounts, reads);
    return new Told(new TokenClaims(new TokenClaims.Part(people, staff)), new Agreed(agreements));
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims(
      Told told, Subjects subjects, ActingClaims acting, Sandbox sandbox) {
    SandboxClaims line = new SandboxClaims(sandbox);
    SessionClaims session = new SessionClaims(subjects);
    return context -> {
      line.check(context);
      BoundCode.check(context);
      told.agreed().check(context);
      TokenClaims.sign(context);
      GrantName.claim(context);
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
