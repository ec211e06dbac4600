package org.xinfu.idp.config;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.exchange.ExchangeDoor;
import org.xinfu.idp.exchange.ExchangeSettings;
import org.xinfu.idp.exchange.ExchangeToken;
import org.xinfu.idp.exchange.FederatedNames;
import org.xinfu.idp.exchange.PeerTokens;
import org.xinfu.idp.exchange.SubjectTokens;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.trust.client.fetch.HttpFetcher;
import org.xinfu.trust.fetch.Fetcher;

/** Token exchange, also between nodes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExchangeSettings.class)
class ExchangeParts {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Bean
  PeerTokens peerTokens(IdpSettings settings, FetchSettings fetch, Clock clock) {
    Fetcher fetcher = HttpFetcher.create(fetch.limits(PATIENCE), clock);
    return new PeerTokens(settings.publicUrl(), fetcher, clock);
  }

  @Bean
  FederatedNames federatedNames(BlindIndex index) {
    return (issuer, subject) -> "f-" + index.of("federated", issuer, subject).substring(0, 40);
  }

  @Bean
  SubjectTokens.Known exchangeKnown(
      OAuth2AuthorizationService grants,
      AuthorizationDoor.Known known,
      AuthorizationDoor.Wording wording,
      FederatedNames federated) {
    return new SubjectTokens.Known(
        grants, known.accounts(), known.subjects(), wording.acr(), federated, known.sandbox());
  }

  @Bean
  ExchangeToken.Part exchangePart(
      JwtEncoder encoder, OAuth2AuthorizationService grants, IdpAudit audit, Clock clock) {
    return new ExchangeToken.Part(encoder, grants, audit, clock);
  }

  @Bean
  ExchangeDoor exchangeDoor(
      IdpSettings settings,
      ExchangeSettings exchange,
      SubjectTokens subjects,
      ExchangeToken.Part part) {
    return new ExchangeDoor(new ExchangeToken(settings.publicUrl(), exchange, subjects, part));
  }

  @Bean
  SubjectTokens subjectTokens(
      IdpSettings settings,
      ExchangeSettings exchange,
      PeerTokens peers,
      SubjectTokens.Known known) {
    return new SubjectTokens(settings.publicUrl(), exchange, peers, known);
  }
}
