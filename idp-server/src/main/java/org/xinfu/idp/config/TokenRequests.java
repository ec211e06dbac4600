package org.xinfu.idp.config;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.xinfu.idp.machine.MachineDoor;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcMachineBook;
import org.xinfu.idp.token.MachineTokenText;
import org.xinfu.idp.token.OwnKeys;

/**
 * The token endpoint is asked more often than all others together and by machines: its chain is the
 * protocol's without the filters of other endpoints and of browsers, each of which would look at
 * the request and pass it on. A filter that this list does not name stays.
 */
@Configuration(proxyBeanMethods = false)
class TokenRequests {
  /** By simple name, since some are nested and private. */
  static final Set<String> FOR_OTHERS =
      Set.of(
          // browsers: sessions in URLs, asynchronous answers, forms, log-outs, requests to return
          // to
          "DisableEncodeUrlFilter",
          "WebAsyncManagerIntegrationFilter",
          "CsrfFilter",
          "LogoutFilter",
          "RequestCacheAwareFilter",
          "SecurityContextHolderAwareRequestFilter",
          // access tokens, which open nothing here
          "BearerTokenAuthenticationFilter",
          "AuthenticationFilter",
          // other endpoints
          "RequestFilter",
          "InteractionFilter",
          "OAuth2AuthorizationCodeRequestValidatingFilter",
          "OAuth2AuthorizationEndpointFilter",
          "OAuth2PushedAuthorizationRequestEndpointFilter",
          "OAuth2TokenIntrospectionEndpointFilter",
          "OAuth2TokenRevocationEndpointFilter",
          "OAuth2ProtectedResourceMetadataFilter",
          "OAuth2AuthorizationServerMetadataEndpointFilter",
          "OidcProviderConfigurationEndpointFilter",
          "OidcLogoutEndpointFilter",
          "OidcUserInfoEndpointFilter",
          "NimbusJwkSetEndpointFilter");

  @Bean
  MachineDoor machineDoor(
      ClientReads reads, JdbcAudit audit, OwnKeys keys, IdpSettings settings, Clock clock) {
    return new MachineDoor(
        new JdbcMachineBook(reads.store(), audit),
        new MachineTokenText(keys, settings.publicUrl()),
        clock);
  }

  /** A door in a security chain alone, not one more in front of everything. */
  @Bean
  FilterRegistrationBean<MachineDoor> machineDoorNowhereElse(MachineDoor door) {
    FilterRegistrationBean<MachineDoor> registration = new FilterRegistrationBean<>(door);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  @Order(0)
  SecurityFilterChain tokenChain(
      @Qualifier("protocol") SecurityFilterChain protocol, MachineDoor machines) {
    List<Filter> kept = new ArrayList<>();
    for (Filter filter : protocol.getFilters()) {
      if (!FOR_OTHERS.contains(filter.getClass().getSimpleName())) {
        kept.add(filter);
      }
      if (filter instanceof HeaderWriterFilter) {
        kept.add(machines);
      }
    }
    return new DefaultSecurityFilterChain(
        PathPatternRequestMatcher.withDefaults().matcher("/oauth2/token"), kept);
  }
}
