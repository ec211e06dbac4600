package org.xinfu.idp.token;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;

/**
 * The claim {@code staff}: {@code department} (GB 32100), {@code roles} and, where the post has an
 * end, {@code until} in seconds; only under the scope of that name, and only of who holds a post.
 */
public record StaffClaims(Posts posts, Clock clock) {
  static final String NAME = "staff";

  Optional<Map<String, Object>> of(String accountId, Set<String> scopes) {
    return scopes.contains(Scopes.STAFF)
        ? posts.of(accountId).filter(post -> post.served(clock.instant())).map(StaffClaims::told)
        : Optional.empty();
  }

  private static Map<String, Object> told(Post post) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("department", post.org());
    told.put("roles", post.roles().stream().map(Enum::name).sorted().toList());
    Instant until = post.until();
    if (until != null) {
      told.put("until", until.getEpochSecond());
    }
    return told;
  }
}
