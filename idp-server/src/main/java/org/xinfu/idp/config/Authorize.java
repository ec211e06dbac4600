package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.servlet.LocaleResolver;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.authorize.AuthorizationDoor;
import org.xinfu.idp.authorize.AuthorizationDoor.Known;
import org.xinfu.idp.authorize.AuthorizationDoor.Wording;
import org.xinfu.idp.authorize.FormPostPage;
import org.xinfu.idp.authorize.IdTokenHints;
import org.xinfu.idp.authorize.PushAllowance;
import org.xinfu.idp.authorize.PushedRequests;
import org.xinfu.idp.authorize.ReferredObjects;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.ShowableFactors;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.passkey.RelyingParty;
import org.xinfu.idp.store.JdbcPushedRequests;
import org.xinfu.idp.store.JdbcRemoteKeys;
import org.xinfu.idp.store.JdbcRequestPolicies;
import org.xinfu.idp.token.OwnKeys;
import org.xinfu.idp.token.UserClaims;
import org.xinfu.idp.userinfo.UserInfoAnswers;
import org.xinfu.idp.userinfo.UserInfoDoor;

/** The parts of the authorization endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AcrSettings.class)
class Authorize {
  @Bean
  WaitingRoom waitingRoom(IdpSettings settings, PushAllowance allowance, Clock clock) {
    return new WaitingRoom(settings.publicUrl(), WaitingRoom.Door.AUTHORIZE, allowance, clock);
  }

  @Bean
  FormPostPage formPostPage(MessageSource texts, LocaleResolver localeResolver) {
    return new FormPostPage(texts, localeResolver);
  }

  /** Expired tokens are hints too (OpenID Connect Core §3.1.2.1). */
  @Bean
  IdTokenHints idTokenHints(OwnKeys keys, IdpSettings settings) {
    return new IdTokenHints(keys.decoder(new JwtIssuerValidator(settings.publicUrl())));
  }

  @Bean
  AuthorizationDoor authorizationDoor(
      IdpSettings settings,
      AuthorizationDoor.Part part,
      AuthorizationDoor.Requests requests,
      FormPostPage formPost) {
    return new AuthorizationDoor(settings.publicUrl(), part, requests, formPost);
  }

  @Bean
  AuthorizationDoor.Requests requests(
      PushedRequests pushed,
      PushAllowance allowance,
      RequestPolicies policies,
      ClientKeys keys,
      ReferredObjects referred) {
    return new AuthorizationDoor.Requests(pushed, allowance, policies, keys, referred);
  }

  @Bean
  ReferredObjects referredObjects(Outgoing outgoing, PushAllowance allowance, Clock clock) {
    return new ReferredObjects(outgoing.fetcher(), allowance, clock);
  }

  @Bean
  PushedRequests pushedRequests(JdbcClient jdbc, Clock clock) {
    return new JdbcPushedRequests(jdbc, clock);
  }

  @Bean
  ClientKeys clientKeys(JdbcClient jdbc, Outgoing outgoing, Clock clock) {
    return new ClientKeys(new JdbcRemoteKeys(jdbc), outgoing.fetcher(), clock);
  }

  @Bean
  RequestPolicies requestPolicies(ClientReads reads, JdbcClient jdbc) {
    return new RequestPolicyReads(reads, new JdbcRequestPolicies(jdbc));
  }

  @Bean
  AuthorizationDoor.Part authorizationPart(
      Known known,
      Wording wording,
      OAuth2AuthorizationService grants,
      IdpAudit audit,
      Clock clock) {
    return new AuthorizationDoor.Part(known, wording, grants, audit, clock);
  }

  /** How surely people are known, and what they could show. */
  record Assured(IdentityLevels levels, ShowableFactors factors, Sandbox sandbox) {}

  @Bean
  Assured assured(SubjectReads reads, ShowableFactors factors, Sandbox sandbox) {
    return new Assured(id -> reads.of(id).level(), factors, sandbox);
  }

  @Bean
  Known known(
      Accounts accounts,
      SubjectReads reads,
      RegisteredClientRepository clients,
      Subjects subjects,
      Assured assured,
      AuthorizationDoor.Represented represented) {
    return new Known(
        accounts,
        id -> reads.of(id).account(),
        clients,
        subjects,
        assured.levels(),
        assured.factors(),
        represented,
        assured.sandbox());
  }

  @Bean
  Wording wording(AcrSettings settings, IdTokenHints hints, RelyingParty party) {
    AcrNames.Reach reach = settings.reach(!party.hardwareRoots().isEmpty());
    return new Wording(
        new AcrNames(settings.prefix(), settings.ialNames(), settings.aalNames(), reach), hints);
  }

  @Bean
  UserInfoDoor userInfoDoor(
      UserClaims claims, UserInfoAnswers.Signature signature, RequestPolicies policies) {
    return new UserInfoDoor(claims, new UserInfoAnswers(signature, policies));
  }

  @Bean
  UserInfoAnswers.Signature userInfoSignature(
      IdpSettings settings, JwtEncoder encoder, RegisteredClientRepository clients, Clock clock) {
    return new UserInfoAnswers.Signature(settings.publicUrl(), encoder, clients, clock);
  }
}
