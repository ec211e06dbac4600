package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.dpop.Nonces;
import org.xinfu.idp.dpop.ProofFilter;
import org.xinfu.idp.store.JdbcProofLog;
import org.xinfu.kit.home.ServiceHome;

/** DPoP at the protocol's endpoints. */
@Configuration(proxyBeanMethods = false)
class ProofOfPossession {
  @Bean
  ProofFilter proofFilter(IdpSettings settings, JdbcClient jdbc, ServiceHome home, Clock clock) {
    Nonces nonces = new Nonces(SecretFile.key(home.credential("idp-dpop-nonce.key")), clock);
    return new ProofFilter(settings.publicUrl(), nonces, new JdbcProofLog(jdbc), clock);
  }

  /** In front of the security chain, where nothing has acted on the request yet. */
  @Bean
  FilterRegistrationBean<ProofFilter> proofFilterFirst(ProofFilter filter) {
    FilterRegistrationBean<ProofFilter> registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/oauth2/token", "/oauth2/par", "/userinfo", "/api/*");
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
    return registration;
  }
}
