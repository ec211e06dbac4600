package org.xinfu.idp.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.staff.OfficeDays;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.StaffRole;

/**
 * What is typed of a post. Days are ISO 8601 in China Standard Time.
 *
 * @param until the last day in office; empty: open
 */
record StaffForm(
    @Nullable String login,
    @Nullable String name,
    @Nullable String org,
    @Nullable Set<StaffRole> role,
    @Nullable String from,
    @Nullable String until) {
  OfficialsPages.Entry entry() {
    return new OfficialsPages.Entry(text(login), text(name), text(org));
  }

  Set<StaffRole> roles() {
    Set<StaffRole> roles = EnumSet.noneOf(StaffRole.class);
    roles.addAll(Objects.requireNonNullElse(role, Set.of()));
    return roles;
  }

  /** The post as it is wished for; empty when it has no role, or its days are none. */
  Optional<Post> post(String account, Instant now) {
    try {
      Instant begin = OfficeDays.begin(text(from), now);
      return Optional.of(
          new Post(UUID.randomUUID().toString(), account, text(org), roles(), begin, end(), null));
    } catch (IllegalArgumentException | DateTimeException unfit) {
      return Optional.empty();
    }
  }

  /**
   * The end, exclusive.
   *
   * @throws DateTimeException when it is no day
   */
  @Nullable Instant end() {
    return OfficeDays.end(text(until));
  }

  static String text(@Nullable String typed) {
    return Objects.requireNonNullElse(typed, "").strip();
  }
}
