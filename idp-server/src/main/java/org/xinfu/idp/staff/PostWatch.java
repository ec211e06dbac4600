package org.xinfu.idp.staff;

import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.staff.Posts;

/** Ends the logins of those whose time in office is over. Safe on several replicas at once. */
public final class PostWatch {
  private final Posts posts;
  private final Clock clock;

  public PostWatch(Posts posts, Clock clock) {
    this.posts = posts;
    this.clock = clock;
  }

  /** Every two seconds. */
  @Scheduled(initialDelayString = "PT2S", fixedDelayString = "${xinfu.staff.poll:PT2S}")
  public void endLapsed() {
    posts.endLapsed(clock.instant());
  }
}
