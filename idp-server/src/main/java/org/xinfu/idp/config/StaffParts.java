package org.xinfu.idp.config;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.staff.PostWatch;
import org.xinfu.idp.store.JdbcPosts;
import org.xinfu.idp.token.StaffClaims;

/** Department staff. */
@Configuration(proxyBeanMethods = false)
class StaffParts {
  @Bean
  Posts posts(JdbcClient jdbc, SignOut signOut) {
    return new JdbcPosts(jdbc, signOut);
  }

  @Bean
  PostWatch postWatch(Posts posts, Clock clock) {
    return new PostWatch(posts, clock);
  }

  @Bean
  StaffClaims staffClaims(Posts posts, Clock clock) {
    return new StaffClaims(posts, clock);
  }
}
