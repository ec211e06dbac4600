package org.xinfu.idp.config;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.servlet.LocaleResolver;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.authorize.FormPostPage;
import org.xinfu.idp.authorize.IdTokenHints;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;

/** The parts of the authorization endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AcrSettings.class)
class Authorize {
  @Bean
  WaitingRoom waitingRoom(IdpSettings settings, Clock clock) {
    return new WaitingRoom(settings.publicUrl(), clock);
  }

  @Bean
  FormPostPage formPostPage(MessageSource texts, LocaleResolver localeResolver) {
    return new FormPostPage(texts, localeResolver);
  }

  /** Expired tokens are hints too (OpenID Connect Core §3.1.2.1). */
  @Bean
  IdTokenHints idTokenHints(JWKSource<SecurityContext> published, IdpSettings settings) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(published).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    decoder.setJwtValidator(new JwtIssuerValidator(settings.publicUrl()));
    return new IdTokenHints(decoder);
  }

  @Bean
  AuthorizationDoor authorizationDoor(
      IdpSettings settings, AuthorizationDoor.Part part, FormPostPage formPost) {
    return new AuthorizationDoor(settings.publicUrl(), part, formPost);
  }

  @Bean
  AuthorizationDoor.Part authorizationPart(
      Known known, OAuth2AuthorizationService grants, IdTokenHints hints, Clock clock) {
    return new AuthorizationDoor.Part(
        known.accounts(), known.clients(), grants, known.levels(), known.acr(), hints, clock);
  }

  @Bean
  Known known(
      Accounts accounts,
      RegisteredClientRepository clients,
      ObjectProvider<IdentityLevels> levels,
      AcrSettings settings) {
    AcrNames.Reach reach = new AcrNames.Reach(settings.offeredIal(), settings.offeredAal());
    AcrNames acr = new AcrNames(settings.prefix(), settings.ialNames(), settings.aalNames(), reach);
    // Without evidence nobody is known better than by their own word.
    return new Known(accounts, clients, levels.getIfAvailable(() -> account -> Ial.IAL1), acr);
  }

  /** Who may ask, about whom, and how levels are called. */
  record Known(
      Accounts accounts, RegisteredClientRepository clients, IdentityLevels levels, AcrNames acr) {}
}
