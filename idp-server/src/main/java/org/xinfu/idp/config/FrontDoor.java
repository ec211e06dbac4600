package org.xinfu.idp.config;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.web.filter.ServletRequestPathFilter;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.door.InPlace;
import org.xinfu.idp.door.OrderlyForms;
import org.xinfu.idp.door.StraightOn;
import org.xinfu.idp.login.LoginPage;

/** What every request passes first. */
@Configuration(proxyBeanMethods = false)
class FrontDoor {
  /** After the character encoding is set, before the session is read. */
  private static final int EARLY = Ordered.HIGHEST_PRECEDENCE + 40;

  @Bean
  FilterRegistrationBean<OrderlyForms> orderlyForms() {
    FilterRegistrationBean<OrderlyForms> filter = new FilterRegistrationBean<>(new OrderlyForms());
    filter.setOrder(EARLY);
    return filter;
  }

  /** A path is taken apart once in a request, not by each of thirty filters that look at it. */
  @Bean
  FilterRegistrationBean<ServletRequestPathFilter> requestPaths() {
    FilterRegistrationBean<ServletRequestPathFilter> filter =
        new FilterRegistrationBean<>(new ServletRequestPathFilter());
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    filter.setOrder(EARLY);
    return filter;
  }

  @Bean
  InPlace inPlace(LoginPage login) {
    return new InPlace(Map.of("/login", login));
  }

  /** The filters stand on logins, and are asked for when somebody has logged in. */
  @Bean
  StraightOn straightOn(IdpSettings settings, Visit visit, BeanFactory beans) {
    return new StraightOn(
        settings.publicUrl(),
        "/oauth2/authorize?" + WaitingRoom.RESUME + "=",
        visit,
        () -> beans.getBean(StraightOn.Way.class));
  }

  /**
   * Requests are measured as a whole; a meter for each of forty filters would cost more than they.
   */
  @Bean
  SecurityObservationSettings wholeRequestsAlone() {
    return SecurityObservationSettings.noObservations();
  }
}
