package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.xinfu.idp.store.JdbcSessionStore;

/** Sessions under a cookie of this service's own name: cookies ignore ports. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class BrowserSessions {
  @Bean
  SessionRepository<MapSession> sessionRepository(
      JdbcClient jdbc, Clock clock, IdpSettings settings) {
    return new JdbcSessionStore(jdbc, clock, settings.sessionIdle());
  }

  @Bean
  CookieSerializer cookieSerializer(IdpSettings settings) {
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName("XINFU_IDP");
    cookie.setUseBase64Encoding(false);
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie(settings.secure());
    cookie.setSameSite("Lax");
    cookie.setCookiePath("/");
    return cookie;
  }
}
