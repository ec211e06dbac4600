package org.xinfu.kit.hsm;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The configured PKCS#11 library, unless the service brings another door. */
@AutoConfiguration
@ConditionalOnProperty("xinfu.hsm.library")
@EnableConfigurationProperties(HsmSettings.class)
class Pkcs11AutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  TokenDoor tokenDoor(HsmSettings settings) {
    return new Pkcs11TokenDoor(settings);
  }
}
