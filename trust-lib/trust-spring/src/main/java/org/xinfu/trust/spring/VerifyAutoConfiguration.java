package org.xinfu.trust.spring;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** A {@link DocumentVerifier}, as soon as a trust list is named: nothing is trusted by default. */
@AutoConfiguration
@ConditionalOnProperty("xinfu.verify.trust-list")
@EnableConfigurationProperties(VerifySettings.class)
class VerifyAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  DocumentVerifier xinfuDocumentVerifier(VerifySettings settings, ObjectProvider<Clock> clocks) {
    return new DocumentVerifier(settings.trustList(), clocks.getIfAvailable(Clock::systemUTC));
  }
}
