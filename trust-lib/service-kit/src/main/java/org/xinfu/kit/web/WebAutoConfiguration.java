package org.xinfu.kit.web;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;
import tools.jackson.databind.json.JsonMapper;

/** Problems, request ids, languages and the contract file for every service. */
@AutoConfiguration(
    beforeName = "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
    afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@Import({Problems.class, OpenApiEndpoint.class})
class WebAutoConfiguration implements WebMvcConfigurer {
  @Bean
  FilterRegistrationBean<RequestIds> requestIds() {
    FilterRegistrationBean<RequestIds> filter = new FilterRegistrationBean<>(new RequestIds());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<UnnamedProxies> unnamedProxies(Clock clock) {
    FilterRegistrationBean<UnnamedProxies> filter =
        new FilterRegistrationBean<>(new UnnamedProxies(clock));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  /** Behind the rules of access, which stand at -100. */
  @Bean
  FilterRegistrationBean<RequestLimits> requestLimits(ProblemAnswers answers) {
    FilterRegistrationBean<RequestLimits> filter =
        new FilterRegistrationBean<>(new RequestLimits(answers));
    filter.setOrder(0);
    return filter;
  }

  @Bean
  LocaleResolver localeResolver() {
    return Languages.resolver();
  }

  @Bean
  ProblemAnswers problemAnswers(LocaleResolver localeResolver, JsonMapper json) {
    return new ProblemAnswers(new ProblemTexts(), localeResolver, json);
  }

  /** {@code ?lang=zh-CN} or {@code ?lang=en} on any page keeps the choice. */
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    LocaleChangeInterceptor language = new LocaleChangeInterceptor();
    language.setParamName("lang");
    language.setIgnoreInvalidLocale(true);
    registry.addInterceptor(language).addPathPatterns("/**").excludePathPatterns("/api/**");
  }
}
