package org.xinfu.idp.config;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.NetIdentities;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.proof.HttpNetIdentity;
import org.xinfu.idp.proof.ProveByNet;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.simulator.NetIdentitySimulator;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcNetIdentities;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.key.VerificationKey;

/** 网号 and 网证: the national network identity service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NetIdentityParts.Settings.class)
class NetIdentityParts {
  /**
   * The service (prefix {@code xinfu.net-identity}).
   *
   * @param address without one a simulator with made-up residents answers, which production refuses
   * @param key the service's SM2 public point in hexadecimal; with {@code address}
   * @param app how the service calls this platform
   * @param number what a 网号 is worth
   * @param credential what a 网证 is worth
   * @param life how long its word is good
   */
  @ConfigurationProperties("xinfu.net-identity")
  record Settings(
      @Nullable URI address,
      @Nullable String key,
      @DefaultValue("xinfu") String app,
      @DefaultValue("IAL2") Ial number,
      @DefaultValue("IAL3") Ial credential,
      @DefaultValue("P365D") Duration life) {
    ProveByNet.Worth worth() {
      return new ProveByNet.Worth(
          Map.of(NetIdentity.Kind.NUMBER, number, NetIdentity.Kind.CREDENTIAL, credential), life);
    }
  }

  @Bean
  @ConditionalOnProperty(
      name = "xinfu.net-identity.address",
      matchIfMissing = true,
      havingValue = "none")
  NetIdentitySimulator netIdentitySimulator(ServiceHome home, Clock clock) {
    Secret secret = Secret.copyOf(SecretFile.key(home.credential("net-identity-simulator.key")));
    return new NetIdentitySimulator(secret, clock);
  }

  @Bean
  ProductionCheck noSimulatedNetIdentity(ObjectProvider<NetIdentitySimulator> simulator) {
    return () ->
        simulator.getIfAvailable() == null
            ? List.of()
            : List.of(
                new ProductionCheck.Violation(
                    "net-identity-simulator",
                    "set xinfu.net-identity.address and xinfu.net-identity.key"));
  }

  @Bean
  NetIdentity netIdentity(
      Settings settings, ObjectProvider<NetIdentitySimulator> simulator, Clock clock) {
    NetIdentitySimulator here = simulator.getIfAvailable();
    if (here != null) {
      return new HttpNetIdentity(here.address(), settings.app(), here::key, clock);
    }
    AppSignature.Key key =
        VerificationKey.ofSm2Point(Bytes.hex(Objects.requireNonNull(settings.key())))
            .<AppSignature.Key>map(AppSignature.Key.Sm2::new)
            .orElseThrow(() -> new IllegalArgumentException("xinfu.net-identity.key is no point"));
    return new HttpNetIdentity(
        Objects.requireNonNull(settings.address()), settings.app(), () -> key, clock);
  }

  @Bean
  NetIdentities netIdentities(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    return new JdbcNetIdentities(jdbc, transaction, index);
  }

  @Bean
  ProveByNet proveByNet(
      NetIdentity service, NetIdentities numbers, Settings settings, ProvePerson.Part part) {
    return new ProveByNet(service, numbers, settings.worth(), part);
  }
}
