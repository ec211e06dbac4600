package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.account.Sessions;
import org.xinfu.idp.client.AssertionLog;
import org.xinfu.idp.domain.Sender;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.registration.Registrations;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.CitizenIdCipher;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.ExpirySweep;
import org.xinfu.idp.store.FreshGrants;
import org.xinfu.idp.store.JdbcAccountStore;
import org.xinfu.idp.store.JdbcAssertionLog;
import org.xinfu.idp.store.JdbcAudit;
import org.xinfu.idp.store.JdbcClientStore;
import org.xinfu.idp.store.JdbcConsentStore;
import org.xinfu.idp.store.JdbcConsents;
import org.xinfu.idp.store.JdbcGrantStore;
import org.xinfu.idp.store.JdbcRegistrations;
import org.xinfu.idp.store.JdbcSessions;
import org.xinfu.idp.store.JdbcSignOut;
import org.xinfu.idp.store.JdbcSubjects;
import org.xinfu.idp.store.MachineGrants;
import org.xinfu.idp.store.PairwiseSubjects;
import org.xinfu.idp.token.Agreed.Agreements;
import org.xinfu.idp.token.MachineTokens;
import org.xinfu.idp.upstream.UpstreamSettings;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.home.ServiceHome;

/** Everything that is kept, all of it in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class Stores {
  @Bean
  JdbcAudit idpAudit(Audit audit, TransactionTemplate transaction) {
    return new JdbcAudit(audit, transaction);
  }

  @Bean
  JdbcAccountStore accounts(
      JdbcClient jdbc, Clock clock, JdbcAccountStore.Keys keys, JdbcAccountStore.Changes changes) {
    return new JdbcAccountStore(jdbc, clock, keys, changes);
  }

  @Bean
  JdbcAccountStore.Changes accountChanges(TransactionTemplate transaction, SignOut signOut) {
    return new JdbcAccountStore.Changes(transaction, signOut);
  }

  @Bean
  JdbcSubjects knownSubjects(JdbcClient jdbc, Clock clock, UpstreamSettings upstream) {
    return new JdbcSubjects(jdbc, clock, upstream.outageLevel());
  }

  @Bean
  SubjectReads subjectReads(JdbcSubjects subjects) {
    return new SubjectReads(subjects::known);
  }

  @Bean
  JdbcAccountStore.Keys accountKeys(CitizenIdCipher cipher, BlindIndex index) {
    return new JdbcAccountStore.Keys(cipher, index);
  }

  @Bean
  ClientReads clientReads(JdbcClient jdbc, Clock clock) {
    return new ClientReads(new JdbcClientStore(jdbc, clock));
  }

  @Bean
  RegisteredClientRepository clients(ClientReads reads) {
    return new RequestClients(reads);
  }

  @Bean
  OAuth2AuthorizationService grants(
      JdbcClient jdbc,
      RegisteredClientRepository clients,
      TransactionTemplate transaction,
      JdbcGrantStore.Part part,
      MachineTokens machines,
      RequestFresh fresh,
      RequestVisit visit) {
    OAuth2AuthorizationService persons = new JdbcGrantStore(jdbc, clients, transaction, part);
    return new RequestGrants(
        new MachineGrants(persons, machines, jdbc, part), visit, transaction, fresh);
  }

  @Bean
  FreshGrants freshGrants(Clock clock) {
    return new FreshGrants(clock);
  }

  @Bean
  RequestFresh requestFresh(FreshGrants grants, ClientReads clients, SubjectReads subjects) {
    return new RequestFresh(grants, clients, subjects);
  }

  @Bean
  JdbcGrantStore.Part grantPart(Clock clock, JdbcAudit audit, Visit visit, Sender sender) {
    return new JdbcGrantStore.Part(clock, audit, visit, sender);
  }

  @Bean
  Registrations registrations(JdbcClient jdbc, Clock clock) {
    return new JdbcRegistrations(jdbc, clock);
  }

  @Bean
  JdbcConsents personsConsents(
      JdbcClient jdbc, TransactionTemplate transaction, JdbcGrantStore.Part part) {
    return new JdbcConsents(jdbc, transaction, part);
  }

  @Bean
  Subjects subjects(
      ClientReads reads,
      ServiceHome home,
      @Value("${xinfu.pairwise-hash:SHA256}") PairwiseSubjects.Hash hash) {
    byte[] key = SecretFile.key(home.credential("idp-pairwise.key"));
    return new PairwiseSubjects(client -> reads.of(client).map(ClientReading::sector), key, hash);
  }

  @Bean
  RequestVisit visit() {
    return new RequestVisit();
  }

  @Bean
  SignOut signOut(JdbcClient jdbc, TransactionTemplate transaction, JdbcGrantStore.Part part) {
    return new JdbcSignOut(jdbc, transaction, part);
  }

  @Bean
  OAuth2AuthorizationConsentService consents(
      JdbcClient jdbc, Clock clock, Visit visit, JdbcAudit audit) {
    return new RequestConsents(new JdbcConsentStore(jdbc, clock, visit, audit));
  }

  /** No second consent service, of which the framework takes one alone. */
  @Bean
  Agreements agreements(JdbcClient jdbc, Clock clock, Visit visit, JdbcAudit audit) {
    return new JdbcConsentStore(jdbc, clock, visit, audit)::inForce;
  }

  @Bean
  SessionRegistry sessionRegistry() {
    return new NoSessionRegistry();
  }

  @Bean
  Sessions sessions(JdbcClient jdbc, Clock clock) {
    return new JdbcSessions(jdbc, clock);
  }

  @Bean
  AssertionLog assertionLog(JdbcClient jdbc) {
    return new JdbcAssertionLog(jdbc);
  }

  @Bean
  ExpirySweep expirySweep(JdbcClient jdbc, Clock clock) {
    return new ExpirySweep(jdbc, clock);
  }
}
