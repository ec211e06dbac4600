package org.xinfu.idp.config;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.xinfu.idp.domain.Sender;
import org.xinfu.idp.token.RefreshTokens;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.trust.Bytes;

/** Refresh tokens: who may ask twice, and how their successors are made. */
@Configuration(proxyBeanMethods = false)
class RefreshParts {
  @Bean
  Sender sender() {
    return RefreshParts::proven;
  }

  @Bean
  Refresh refresh(ServiceHome home, OAuth2AuthorizationService grants) {
    return new Refresh(Bytes.of(SecretFile.key(home.credential("idp-refresh.key"))), grants);
  }

  /** Puts our generator under the framework's grants that give refresh tokens. */
  record Refresh(Bytes key, OAuth2AuthorizationService grants) {
    void replace(
        List<AuthenticationProvider> providers, Supplier<OAuth2TokenGenerator<?>> framework) {
      RefreshTokens ours = new RefreshTokens(framework.get(), key);
      providers.replaceAll(
          provider ->
              switch (provider) {
                case OAuth2AuthorizationCodeAuthenticationProvider code ->
                    new OAuth2AuthorizationCodeAuthenticationProvider(grants, ours);
                case OAuth2RefreshTokenAuthenticationProvider refresh ->
                    new OAuth2RefreshTokenAuthenticationProvider(grants, ours);
                default -> provider;
              });
    }
  }

  private static boolean proven(String clientId) {
    if (!(SecurityContextHolder.getContext().getAuthentication()
            instanceof OAuth2ClientAuthenticationToken caller)
        || !caller.isAuthenticated()) {
      return false;
    }
    RegisteredClient client = caller.getRegisteredClient();
    return client != null
        && client.getClientId().equals(clientId)
        && !ClientAuthenticationMethod.NONE.equals(caller.getClientAuthenticationMethod());
  }
}
