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
import org.xinfu.idp.door.StraightOn;
import org.xinfu.idp.failure.ClientFailures;
import org.xinfu.idp.machine.MachineDoor;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcMachineBook;
import org.xinfu.idp.token.MachineTokenText;
import org.xinfu.idp.token.OwnKeys;

/**
 * The token endpoint is asked more often than all others together, and the authorization endpoint
 * twice in every login: their chains are the protocol's without the filters of other endpoints,
 * each of which would look at the request and pass it on. A filter that these lists do not name
 * stays.
 */
@Configuration(proxyBeanMethods = false)
class ShortChains {
  // by simple name, since some are nested and private

  /** Of endpoints that have neither of these two paths. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "WebAsyncManagerIntegrationFilter",
          "LogoutFilter",
          "OAuth2PushedAuthorizationRequestEndpointFilter",
          "OAuth2TokenIntrospectionEndpointFilter",
          "OAuth2TokenRevocationEndpointFilter",
          "OAuth2ProtectedResourceMetadataFilter",
          "OAuth2AuthorizationServerMetadataEndpointFilter",
          "OidcProviderConfigurationEndpointFilter",
          "OidcLogoutEndpointFilter",
          "OidcUserInfoEndpointFilter",
          "NimbusJwkSetEndpointFilter",
          // access tokens, which open nothing at either
          "BearerTokenAuthenticationFilter",
          "AuthenticationFilter");

  /** Of browsers: sessions in URLs, forms, requests to return to, requests that wait. */
  private static final Set<String> BROWSERS =
      Set.of(
          "DisableEncodeUrlFilter",
          "CsrfFilter",
          "RequestCacheAwareFilter",
          "SecurityContextHolderAwareRequestFilter",
          "RequestFilter",
          "InteractionFilter",
          "OAuth2AuthorizationCodeRequestValidatingFilter",
          "OAuth2AuthorizationEndpointFilter");

  /** Of clients that prove themselves. */
  private static final Set<String> CLIENTS =
      Set.of("OAuth2ClientAuthenticationFilter", "ProvenFilter", "OAuth2TokenEndpointFilter");

  /**
   * What a request has been through whose login is answered with what waited for it ({@link
   * StraightOn}): the chain of its own page has put the login that it has just got in its place,
   * has looked at the form's token, and asks about nobody who is anonymous. What waits was
   * validated when it came, is by {@code RequestFilter} again and is once more when it is granted.
   * Headers are the endpoint's: a page's own may lead to no client.
   */
  private static final Set<String> PASSED =
      Set.of(
          "DisableEncodeUrlFilter",
          "SecurityContextHolderFilter",
          "CsrfFilter",
          "OAuth2AuthorizationCodeRequestValidatingFilter",
          "RequestCacheAwareFilter",
          "SecurityContextHolderAwareRequestFilter",
          "AnonymousAuthenticationFilter");

  @Bean
  MachineDoor machineDoor(
      ClientReads reads,
      ClientFailures failures,
      JdbcAudit audit,
      MachineTokenText tokens,
      Clock clock) {
    JdbcMachineBook book = new JdbcMachineBook(reads.store(), audit);
    return new MachineDoor(book, failures::spent, tokens, clock);
  }

  @Bean
  MachineTokenText machineTokenText(OwnKeys keys, IdpSettings settings) {
    return new MachineTokenText(keys, settings.publicUrl());
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
    for (Filter filter : without(BROWSERS, protocol)) {
      kept.add(filter);
      if (filter instanceof HeaderWriterFilter) {
        kept.add(machines);
      }
    }
    return at("/oauth2/token", kept);
  }

  @Bean
  @Order(0)
  SecurityFilterChain authorizeChain(@Qualifier("protocol") SecurityFilterChain protocol) {
    return at("/oauth2/authorize", without(CLIENTS, protocol));
  }

  @Bean
  StraightOn.Way straightWay(@Qualifier("authorizeChain") SecurityFilterChain authorize) {
    return new StraightOn.Way(without(PASSED, authorize));
  }

  private static List<Filter> without(Set<String> others, SecurityFilterChain chain) {
    return chain.getFilters().stream()
        .filter(
            filter -> {
              String name = filter.getClass().getSimpleName();
              return !ELSEWHERE.contains(name) && !others.contains(name);
            })
        .toList();
  }

  private static SecurityFilterChain at(String path, List<Filter> filters) {
    return new DefaultSecurityFilterChain(
        PathPatternRequestMatcher.withDefaults().matcher(path), filters);
  }
}
