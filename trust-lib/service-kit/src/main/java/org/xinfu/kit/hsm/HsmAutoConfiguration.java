package org.xinfu.kit.hsm;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;

/** The tokens, their health and what production says of a simulator. */
@AutoConfiguration
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
    return () ->
        hsm.tokens().stream()
            .filter(hsm::simulator)
            .sorted()
            .map(
                t -> new ProductionCheck.Violation("simulated-hsm", "token " + t + " is simulated"))
            .toList();
  }
}
