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
import org.xinfu.idp.plain.CodeDoor;
import org.xinfu.idp.plain.MachineDoor;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcMachineBook;
import org.xinfu.idp.token.MachineTokenText;
import org.xinfu.idp.token.OwnKeys;

/**
 * The token endpoint is asked more often than all others together, and the authorization endpoint
 * twice in every login: their chains are the protocol's without the filters of other endpoints,
 * each of which would look at the request and pass it on. The login page's is the pages' alike. A
 * filter that these lists do not name stays.
 */
@Configuration(proxyBeanMethods = false)
class ShortChains {
  // by simple name, since some are nested and private

  /** Of endpoints that have none of these paths. */
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
      Set.of(
          "OAuth2ClientAuthenticationFilter",
          "ProvenFilter",
          "ProofWanted",
          "OAuth2TokenEndpointFilter");

  /**
   * What a request has been through whose login is answered with what waited for it ({@link
   * StraightOn}): the chain of its own page has put the login that it has just got in its place,
   * has looked at the form's token, and asks about nobody who is anonymous. Headers are the
   * endpoint's: a page's own may lead to no client.
   *
   * <p>A password is checked in front of two of these: then {@code getUserPrincipal()} of such a
   * request is null, who has just logged in stands in the security context alone, and its {@code
   * _csrf} is the token that the login took back. The way asks the context, and shows no form of
   * its own: it answers or leads to a page, which is asked for anew.
   */
  private static final Set<String> PASSED =
      Set.of(
          "DisableEncodeUrlFilter",
          "SecurityContextHolderFilter",
          "CsrfFilter",
          "SecurityContextHolderAwareRequestFilter",
          "AnonymousAuthenticationFilter");

  /**
   * Of requests that come back as they were saved, which here have a seat of their own
   * (WaitingRoom), and of rules that the request has kept to when it was read (RequestRules): they
   * are asked once more before anything is granted.
   */
  private static final Set<String> READ_ALREADY =
      Set.of("RequestCacheAwareFilter", "OAuth2AuthorizationCodeRequestValidatingFilter");

  /** Nothing comes back to the login page as it was saved. */
  private static final Set<String> RETURNS = Set.of("RequestCacheAwareFilter");

  @Bean
  JdbcMachineBook machineBook(ClientReads reads, JdbcAudit audit) {
    return new JdbcMachineBook(reads.store(), audit);
  }

  @Bean
  MachineDoor machineDoor(
      JdbcMachineBook book, ClientFailures failures, MachineTokenText tokens, Clock clock) {
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
      @Qualifier("protocol") SecurityFilterChain protocol, MachineDoor machines, CodeDoor codes) {
    List<Filter> kept = new ArrayList<>();
    for (Filter filter : without(BROWSERS, protocol.getFilters())) {
      kept.add(filter);
      if (filter instanceof HeaderWriterFilter) {
        kept.add(machines);
        kept.add(codes);
      }
    }
    return at("/oauth2/token", kept);
  }

  @Bean
  @Order(0)
  SecurityFilterChain authorizeChain(@Qualifier("protocol") SecurityFilterChain protocol) {
    return at("/oauth2/authorize", without(READ_ALREADY, without(CLIENTS, protocol.getFilters())));
  }

  @Bean
  @Order(0)
  SecurityFilterChain loginChain(@Qualifier("pages") SecurityFilterChain pages) {
    return at("/login", without(RETURNS, pages.getFilters()));
  }

  @Bean
  StraightOn.Way straightWay(@Qualifier("authorizeChain") SecurityFilterChain authorize) {
    return new StraightOn.Way(without(PASSED, authorize.getFilters()));
  }

  private static List<Filter> without(Set<String> others, List<Filter> whole) {
    return whole.stream()
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
