package org.xinfu.idp.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
  static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

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
      Instant start = text(from).isEmpty() ? now : day(text(from));
      Instant begin = start.isBefore(now) ? now : start;
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
    return text(until).isEmpty() ? null : day(LocalDate.parse(text(until)).plusDays(1).toString());
  }

  private static Instant day(String typed) {
    return LocalDate.parse(typed).atStartOfDay(CHINA).toInstant();
  }

  private static String text(@Nullable String typed) {
    return Objects.requireNonNullElse(typed, "").strip();
  }
}
