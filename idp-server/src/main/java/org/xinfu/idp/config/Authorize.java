package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.servlet.LocaleResolver;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.authorize.FormPostPage;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Accounts;

/** The parts of the authorization endpoint. */
@Configuration(proxyBeanMethods = false)
class Authorize {
  @Bean
  WaitingRoom waitingRoom(IdpSettings settings, Clock clock) {
    return new WaitingRoom(settings.publicUrl(), clock);
  }

  @Bean
  FormPostPage formPostPage(MessageSource texts, LocaleResolver localeResolver) {
    return new FormPostPage(texts, localeResolver);
  }

  @Bean
  AuthorizationDoor.Part authorizationParts(
      Accounts accounts,
      RegisteredClientRepository clients,
      OAuth2AuthorizationService grants,
      Clock clock) {
    return new AuthorizationDoor.Part(accounts, clients, grants, clock);
  }

  @Bean
  AuthorizationDoor authorizationDoor(
      IdpSettings settings, AuthorizationDoor.Part part, FormPostPage formPost) {
    return new AuthorizationDoor(settings.publicUrl(), part, formPost);
  }
}
