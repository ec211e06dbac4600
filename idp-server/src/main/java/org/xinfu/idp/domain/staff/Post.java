package org.xinfu.idp.domain.staff;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in a department. An account has one at a time.
 *
 * @param org unified social credit code (GB 32100) of the department
 * @param until exclusive; null: open
 * @param end why it is over; null while it is not
 */
public record Post(
    String id,
    String accountId,
    String org,
    Set<StaffRole> roles,
    Instant from,
    @Nullable Instant until,
    @Nullable End end) {
  public Post {
    roles = Set.copyOf(roles);
    if (roles.isEmpty() || (until != null && !from.isBefore(until))) {
      throw new IllegalArgumentException("a post has a role and a time");
    }
  }

  /** Why a post is over. */
  public enum End {
    LEFT,
    MOVED,
    /** Its time was over. */
    LAPSED
  }

  /** Whether it is held at that time. */
  public boolean served(Instant at) {
    return end == null && !from.isAfter(at) && (until == null || until.isAfter(at));
  }
}
