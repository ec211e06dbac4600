package org.xinfu.idp.config;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
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
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.login.LoginFailures;
import org.xinfu.idp.token.HsmJwtEncoder;
import org.xinfu.idp.token.SessionClaims;
import org.xinfu.idp.token.SigningKey;
import org.xinfu.idp.token.TokenClaims;
import org.xinfu.kit.hsm.Hsm;

/** The signing key and what is made with it. */
@Configuration(proxyBeanMethods = false)
class Tokens {
  @Bean
  SigningKey signingKey(ObjectProvider<Hsm> hsm, IdpSettings settings) {
    return new SigningKey(() -> hsm.getObject().token("oidc"), settings.signingKey());
  }

  @Bean
  JWKSource<SecurityContext> published(SigningKey key) {
    return (selector, context) -> selector.select(new JWKSet(key.published()));
  }

  @Bean
  JwtEncoder jwtEncoder(SigningKey key) {
    return new HsmJwtEncoder(key);
  }

  /** For UserInfo and the API: our own tokens, by our own key. */
  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> published, IdpSettings settings) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(published).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(settings.publicUrl()));
    return decoder;
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims(
      Accounts accounts, IdpAudit audit, Subjects subjects) {
    TokenClaims claims = new TokenClaims(accounts, audit);
    SessionClaims session = new SessionClaims(subjects);
    return context -> {
      claims.customize(context);
      session.customize(context);
    };
  }

  @Bean
  AuthorizationServerSettings serverSettings(IdpSettings settings) {
    return AuthorizationServerSettings.builder().issuer(settings.publicUrl()).build();
  }

  /** Argon2id, 19 MiB, two passes, one lane: the first choice of OWASP's password guidance. */
  @Bean
  PasswordEncoder passwords() {
    return new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
  }

  @Bean
  LogIn logIn(
      Accounts accounts, LoginFailures failures, PasswordEncoder passwords, LogIn.Part part) {
    return new LogIn(accounts, failures, passwords, part);
  }

  @Bean
  LogIn.Part logInPart(Clock clock, IdpAudit audit) {
    return new LogIn.Part(clock, audit);
  }
}
