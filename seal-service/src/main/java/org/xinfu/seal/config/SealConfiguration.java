package org.xinfu.seal.config;

import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.xinfu.kit.console.FooterNotice;
import org.xinfu.kit.font.FontChain;
import org.xinfu.kit.security.ApiRules;
import org.xinfu.kit.security.PageRules;
import org.xinfu.seal.ca.CaSettings;
import org.xinfu.seal.ca.TimestampTrust;
import org.xinfu.seal.make.MakeSettings;
import org.xinfu.seal.renew.RenewSettings;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSigningEngine;

/** What the use cases stand on, and which scope opens which door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CaSettings.class, MakeSettings.class, RenewSettings.class})
class SealConfiguration {
  private static final String APPLICATIONS = "/api/v1/applications";
  private static final String SEALS = "/api/v1/seals";

  @Bean
  FontChain fonts() {
    return FontChain.standard();
  }

  @Bean
  TimestampTrust timestampTrust(RenewSettings settings) {
    return new TimestampTrust(Optional.ofNullable(settings.tsaTrust()));
  }

  /** {@code pdfbox}, or {@code itext} in an assembly that was built with it. */
  @Bean
  PdfSigningEngine pdfSigningEngine(@Value("${xinfu.seal.pdf-engine:pdfbox}") String name) {
    if (name.equals("pdfbox")) {
      return new PdfBoxSigningEngine();
    }
    return ServiceLoader.load(PdfSigningEngine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.getClass().getPackageName().endsWith("." + name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no PDF engine " + name));
  }

  /** AGPL-3.0 §13: who uses an assembly with iText over a network is offered its source. */
  @Bean
  @ConditionalOnClass(name = "org.xinfu.trust.pdf.itext.ITextSigningEngine")
  FooterNotice sourceOffer(@Value("${xinfu.seal.source-url:}") String url) {
    if (url.isBlank()) {
      throw new IllegalArgumentException(
          "this assembly holds iText (AGPL-3.0): xinfu.seal.source-url must say where its users"
              + " get the source");
    }
    return new FooterNotice("seal.source-offer", URI.create(url));
  }

  @Bean
  ApiRules applicationRules() {
    return rules -> {
      rules.requestMatchers(HttpMethod.POST, APPLICATIONS).hasAuthority("SCOPE_seal:apply");
      for (String step : new String[] {"accept", "review", "approve", "make", "issue"}) {
        rules
            .requestMatchers(HttpMethod.POST, APPLICATIONS + "/*/" + step)
            .hasAuthority("SCOPE_seal:" + step);
      }
      rules
          .requestMatchers(HttpMethod.POST, APPLICATIONS + "/*/reject")
          .hasAnyAuthority(
              "SCOPE_seal:accept", "SCOPE_seal:review", "SCOPE_seal:approve", "SCOPE_seal:make");
      rules
          .requestMatchers(HttpMethod.GET, APPLICATIONS, APPLICATIONS + "/*")
          .hasAnyAuthority(
              "SCOPE_seal:read",
              "SCOPE_seal:apply",
              "SCOPE_seal:accept",
              "SCOPE_seal:review",
              "SCOPE_seal:approve",
              "SCOPE_seal:make",
              "SCOPE_seal:issue");
    };
  }

  @Bean
  ApiRules sealRules() {
    return rules -> {
      rules
          .requestMatchers(HttpMethod.POST, SEALS + "/*/suspend", SEALS + "/*/resume")
          .hasAuthority("SCOPE_seal:suspend");
      rules
          .requestMatchers(HttpMethod.GET, SEALS, SEALS + "/**")
          .hasAnyAuthority("SCOPE_seal:read", "SCOPE_seal:use", "SCOPE_seal:suspend");
      rules.requestMatchers(HttpMethod.POST, "/api/v1/sealings").hasAuthority("SCOPE_seal:use");
      rules
          .requestMatchers(HttpMethod.GET, "/api/v1/sealings/*")
          .hasAnyAuthority("SCOPE_seal:use", "SCOPE_seal:read");
      rules.requestMatchers(HttpMethod.POST, "/api/v1/renewals").hasAuthority("SCOPE_seal:renew");
      rules.requestMatchers(HttpMethod.GET, "/api/v1/status/*").permitAll();
      rules.requestMatchers(HttpMethod.POST, "/api/v1/verifications").permitAll();
    };
  }

  @Bean
  PageRules pages() {
    return rules -> {
      rules.requestMatchers("/", "/verify", "/trust/*", "/seal-service/**").permitAll();
      rules
          .requestMatchers("/console", "/console/**")
          .hasAnyRole(
              "SEAL_APPLICANT",
              "SEAL_ACCEPTOR",
              "SEAL_REVIEWER",
              "SEAL_APPROVER",
              "SEAL_MAKER",
              "SEAL_CUSTODIAN",
              "SEAL_ADMIN",
              "AUDITOR");
    };
  }
}
