package org.xinfu.idp.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.factor.Completion;
import org.xinfu.idp.mandate.RegisterEntity;
import org.xinfu.idp.proof.EvidenceSigner;
import org.xinfu.idp.simulator.NationalPlatformSimulator;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcUpstreamLinks;
import org.xinfu.idp.upstream.ArriveFromUpstream;
import org.xinfu.idp.upstream.OidcUpstream;
import org.xinfu.idp.upstream.Platforms;
import org.xinfu.idp.upstream.Represented;
import org.xinfu.idp.upstream.TicketUpstream;
import org.xinfu.idp.upstream.UpstreamDoors;
import org.xinfu.idp.upstream.UpstreamLinks;
import org.xinfu.idp.upstream.UpstreamSettings;
import org.xinfu.idp.upstream.WatchUpstream;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.client.fetch.HttpFetcher;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.Fetcher;

/** The national platform above. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UpstreamSettings.class)
class UpstreamParts {
  private static final String SECRET = "upstream-oidc.secret";
  private static final String KEY = "upstream-ticket.key";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Bean
  UpstreamLinks upstreamLinks(JdbcClient jdbc, BlindIndex index) {
    return new JdbcUpstreamLinks(jdbc, index);
  }

  @Bean
  @ConditionalOnBooleanProperty("xinfu.upstream.simulator")
  NationalPlatformSimulator nationalPlatformSimulator(ServiceHome home, Clock clock) {
    String secret = SecretFile.textOrRandom(home.credential(SECRET));
    String key = SecretFile.textOrRandom(home.credential(KEY));
    return new NationalPlatformSimulator(secret, key.getBytes(StandardCharsets.UTF_8), clock);
  }

  @Bean
  ProductionCheck noSimulatedPlatform(UpstreamSettings settings) {
    return () ->
        settings.simulator()
            ? List.of(
                new ProductionCheck.Violation(
                    "platform-simulator",
                    "unset xinfu.upstream.simulator; name the platform by xinfu.upstream.oidc or"
                        + " .ticket"))
            : List.of();
  }

  /** Those that are configured; in development both of the simulator. */
  @Bean
  Platforms platforms(
      UpstreamSettings settings,
      ObjectProvider<NationalPlatformSimulator> simulator,
      FetchSettings fetch,
      Needs needs) {
    NationalPlatformSimulator here = simulator.getIfAvailable();
    UpstreamSettings.Oidc oidc = here == null ? settings.oidc() : oidc(here);
    UpstreamSettings.Ticket ticket = here == null ? settings.ticket() : ticket(here);
    Fetcher fetcher = fetcher(fetch, oidc, ticket, needs.clock());
    List<Upstream> all = new ArrayList<>();
    if (oidc != null) {
      Path secret = needs.home().credential(SECRET);
      all.add(new OidcUpstream(oidc, () -> CredentialFile.text(secret), fetcher, needs.clock()));
    }
    if (ticket != null) {
      Path key = needs.home().credential(KEY);
      all.add(new TicketUpstream(ticket, () -> key(key), fetcher, needs.clock()));
    }
    return new Platforms(all);
  }

  @Bean
  Needs upstreamNeeds(ServiceHome home, Clock clock) {
    return new Needs(home, clock);
  }

  /** What adapters need of the house. */
  record Needs(ServiceHome home, Clock clock) {}

  /** The operator named these hosts, so their addresses may be private; nobody else's may. */
  private static Fetcher fetcher(
      FetchSettings settings,
      UpstreamSettings.@Nullable Oidc oidc,
      UpstreamSettings.@Nullable Ticket ticket,
      Clock clock) {
    List<String> hosts = new ArrayList<>();
    if (oidc != null) {
      hosts.add(host(oidc.issuer()));
    }
    if (ticket != null) {
      hosts.add(host(ticket.token()));
      hosts.add(host(ticket.user()));
    }
    return HttpFetcher.create(settings.limits(PATIENCE).withInside(hosts), clock);
  }

  private static String host(URI uri) {
    return uri.getHost() + ":" + FetchLimits.port(uri);
  }

  private static Secret key(Path file) {
    return Secret.copyOf(Bytes.utf8(CredentialFile.text(file)).toArray());
  }

  private static UpstreamSettings.Oidc oidc(NationalPlatformSimulator simulator) {
    return new UpstreamSettings.Oidc(URI.create(simulator.origin()), "xinfu");
  }

  private static UpstreamSettings.Ticket ticket(NationalPlatformSimulator simulator) {
    String sso = simulator.origin() + "/sso";
    return new UpstreamSettings.Ticket(
        "xinfu", URI.create(sso), URI.create(sso + "/token"), URI.create(sso + "/user"));
  }

  @Bean
  WatchUpstream watchUpstream(
      Platforms platforms, UpstreamLinks links, IdpAudit audit, Clock clock) {
    return new WatchUpstream(platforms.all(), links, audit, clock);
  }

  @Bean
  UpstreamDoors upstreamDoors(
      IdpSettings settings, Completion completion, Budgets budgets, IdpAudit audit, Clock clock) {
    return new UpstreamDoors(settings.publicUrl(), completion, budgets, audit, clock);
  }

  @Bean
  ArriveFromUpstream arriveFromUpstream(
      UpstreamLinks links,
      ArriveFromUpstream.People people,
      LevelTable levels,
      ArriveFromUpstream.Part part) {
    return new ArriveFromUpstream(links, people, levels, part);
  }

  @Bean
  ArriveFromUpstream.People upstreamPeople(
      Known known, EvidenceSigner signer, PasswordEncoder passwords, Represented represented) {
    return new ArriveFromUpstream.People(
        known.accounts(), known.proofs(), signer, passwords, represented);
  }

  /** Who is known here. */
  record Known(Accounts accounts, Proofs proofs) {}

  @Bean
  Known upstreamKnown(Accounts accounts, Proofs proofs) {
    return new Known(accounts, proofs);
  }

  @Bean
  Represented upstreamRepresented(ActingIdentities identities, RegisterEntity register) {
    return new Represented(identities, register);
  }

  @Bean
  ArriveFromUpstream.Part upstreamPart(
      UpstreamSettings settings, TransactionTemplate transaction, IdpAudit audit, Clock clock) {
    return new ArriveFromUpstream.Part(settings, transaction, audit, clock);
  }

  /** Browsers leave for the platform and come back, with nobody logged in yet. */
  @Bean
  @Order(2)
  SecurityFilterChain upstream(HttpSecurity http) {
    SecurityHeaders.apply(http, "");
    return http.securityMatcher("/login/upstream/**")
        .requestCache(cache -> cache.disable()) // the request that led to the login page stays kept
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
