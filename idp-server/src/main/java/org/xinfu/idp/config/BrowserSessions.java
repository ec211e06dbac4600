package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.boot.servlet.filter.OrderedRequestContextFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.store.JdbcGrantStore;
import org.xinfu.idp.store.JdbcSessionStore;
import org.xinfu.idp.store.SealedSessions;
import org.xinfu.kit.home.ServiceHome;

/** Sessions under a cookie of this service's own name: cookies ignore ports. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class BrowserSessions {
  static final String COOKIE = "XINFU_IDP";

  /**
   * Sessions that have a row; wrapped, since the framework takes the one repository that it finds.
   */
  record Stored(JdbcSessionStore store) {}

  @Bean
  SessionRepository<MapSession> sessionRepository(
      Stored stored, SealedSessions sealed, IdpSettings settings) {
    return new RequestSessions(stored.store(), sealed, new SealedCookie(settings.secure()));
  }

  @Bean
  Stored storedSessions(
      JdbcClient jdbc, JdbcGrantStore.Part part, SignOut signOut, IdpSettings settings) {
    return new Stored(new JdbcSessionStore(jdbc, part, signOut, settings.sessionIdle()));
  }

  @Bean
  SealedSessions sealedSessions(ServiceHome home, Clock clock) {
    return new SealedSessions(SecretFile.key(home.credential("idp-waiting.key")), clock);
  }

  /** Bound before sessions are loaded and until they are written. */
  @Bean
  OrderedRequestContextFilter requestContextFilter() {
    OrderedRequestContextFilter filter = new OrderedRequestContextFilter();
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  CookieSerializer cookieSerializer(IdpSettings settings) {
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName(COOKIE);
    cookie.setUseBase64Encoding(false);
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie(settings.secure());
    cookie.setSameSite("Lax");
    cookie.setCookiePath("/");
    return cookie;
  }
}
