package org.xinfu.kit.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Client certificates from proxies, in front of everything that could read them. */
@AutoConfiguration
@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
@EnableConfigurationProperties(ClientCertificates.class)
class ClientCertAutoConfiguration {
  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> clientCertField(
      ClientCertificates settings) {
    return factory -> factory.addEngineValves(new ClientCertValve(settings.proxies()));
  }
}
