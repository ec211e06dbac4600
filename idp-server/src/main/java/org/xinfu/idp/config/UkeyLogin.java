package org.xinfu.idp.config;

import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Outgoing;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.factor.FactorNotices;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.store.JdbcChallenges;
import org.xinfu.idp.ukey.CertificateHolders;
import org.xinfu.idp.ukey.SignerTrust;
import org.xinfu.idp.ukey.TrustFiles;
import org.xinfu.idp.ukey.UkeyParts;
import org.xinfu.idp.ukey.VerifyUkey;
import org.xinfu.kit.profile.TestAnchorCheck;
import org.xinfu.kit.security.SecurityHeaders;
import org.xinfu.kit.web.ProblemAnswers;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.OnlineRevocation;
import org.xinfu.trust.chain.RevocationSource;

/** Login with a certificate. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UkeySettings.class)
class UkeyLogin {
  @Bean
  TrustFiles ukeyTrust(UkeySettings settings, Outgoing outgoing) {
    Supplier<RevocationSource> asked =
        () -> new OnlineRevocation(outgoing.fetcher(), TrustPolicy.Mode.INTEROP);
    return new TrustFiles(
        settings.trust(), settings.online() ? Optional.of(asked) : Optional.empty());
  }

  @Bean
  TestAnchorCheck noTestUkeys(TrustFiles trust) {
    return new TestAnchorCheck(trust::anchors);
  }

  @Bean
  VerifyUkey verifyUkey(JdbcClient jdbc, TrustFiles trust, UkeySettings settings, UkeyParts parts) {
    return new VerifyUkey(
        new JdbcChallenges(jdbc),
        new SignerTrust(trust, settings.devicePolicies()),
        new VerifyUkey.Part(parts.origin(), settings.life(), parts.clock()));
  }

  @Bean
  UkeyParts ukeyParts(
      IdpSettings settings, Budgets budgets, ProblemAnswers problems, Telling telling) {
    LogIn.Part part = telling.part();
    return new UkeyParts(
        settings.publicUrl(),
        budgets,
        problems,
        part.audit(),
        part.clock(),
        telling.told(),
        telling.changes());
  }

  /** Who writes it down, who tells people, and what does it. */
  record Telling(LogIn.Part part, FactorNotices told, OwnChanges changes) {}

  @Bean
  Telling ukeyTelling(LogIn.Part part, FactorNotices told, OwnChanges changes) {
    return new Telling(part, told, changes);
  }

  @Bean
  CertificateHolders certificateHolders(
      Authenticators authenticators, Proofs proofs, CertificateHolders.People people) {
    return new CertificateHolders(authenticators, proofs, people);
  }

  @Bean
  CertificateHolders.People certificatePeople(
      Accounts accounts, IdentityLevels levels, UkeySettings settings) {
    return new CertificateHolders.People(accounts, levels, settings.byDocument());
  }

  /** Open: whoever comes is nobody yet. The request that led to the login page stays kept. */
  @Bean
  @Order(2)
  SecurityFilterChain ukeyChain(HttpSecurity http) {
    SecurityHeaders.apply(http, ServerSecurity.CLIENTS);
    return http.securityMatcher("/login/ukey", "/login/ukey/answer")
        // The signing program brings no cookie, and what it sends opens nothing by itself.
        .csrf(csrf -> csrf.ignoringRequestMatchers("/login/ukey/answer"))
        .requestCache(cache -> cache.disable())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .build();
  }
}
