package org.xinfu.idp.demo;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;

/**
 * What the members of the demonstration are in their department, once: a post that somebody ended
 * stays ended, since an account without one that is active has never had any.
 */
@Component
@ConditionalOnBooleanProperty("xinfu.demo")
record DemoPosts(Posts posts, Accounts accounts, Clock clock) {
  void give(DemoAccount demo) {
    Account member = account(demo.login()).orElseThrow();
    if (demo.post() == null || !member.active() || posts.of(member.id()).isPresent()) {
      return;
    }
    Instant now = clock.instant();
    String org = Objects.requireNonNull(demo.org());
    String id = UUID.randomUUID().toString();
    posts.add(new Post(id, member.id(), org, demo.post(), now, null, null), member.id());
    Optional.ofNullable(demo.person())
        .flatMap(this::account)
        .ifPresent(person -> posts.link(member.id(), person.id(), now));
  }

  private Optional<Account> account(String login) {
    return accounts.byLoginName(login).map(Accounts.Credential::account);
  }
}
