package org.xinfu.kit.hsm;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.key.VaultException;

/** The tokens, their health and what production says of a simulator. */
@AutoConfiguration(after = Pkcs11AutoConfiguration.class)
@ConditionalOnBean(TokenDoor.class)
@EnableConfigurationProperties(HsmSettings.class)
class HsmAutoConfiguration {
  @Bean
  Hsm hsm(HsmSettings settings, ServiceHome home, TokenDoor door) {
    return new Hsm(settings, home, door);
  }

  @Bean
  HsmHealth hsmHealthIndicator(Hsm hsm) {
    return new HsmHealth(hsm);
  }

  @Bean
  ProductionCheck simulatedDevice(Hsm hsm) {
    return () -> {
      Set<String> tokens = hsm.tokens();
      return tokens.isEmpty()
          ? List.of(new ProductionCheck.Violation("hsm-tokens-unnamed", "set xinfu.hsm.tokens"))
          : tokens.stream().flatMap(token -> judged(hsm, token)).toList();
    };
  }

  private static Stream<ProductionCheck.Violation> judged(Hsm hsm, String token) {
    try {
      return hsm.simulator(token)
          ? Stream.of(new ProductionCheck.Violation("simulated-hsm", "token " + token))
          : Stream.of();
    } catch (VaultException | IllegalStateException e) {
      String why = "token " + token + ": " + e.getMessage();
      return Stream.of(new ProductionCheck.Violation("hsm-unreachable", why));
    }
  }
}
