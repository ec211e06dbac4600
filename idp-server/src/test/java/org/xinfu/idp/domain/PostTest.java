package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.StaffRole;

class PostTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00Z");

  @Test
  void it_is_held_from_its_first_moment_to_before_its_last_and_while_it_is_not_over() {
    assertThat(post(UNTIL, null).served(FROM.minusMillis(1))).isFalse();
    assertThat(post(UNTIL, null).served(FROM)).isTrue();
    assertThat(post(UNTIL, null).served(UNTIL.minusMillis(1))).isTrue();
    assertThat(post(UNTIL, null).served(UNTIL)).isFalse();
    assertThat(post(null, null).served(UNTIL)).isTrue();
    assertThat(post(null, Post.End.LEFT).served(UNTIL)).isFalse();
  }

  @Test
  void it_has_a_role_and_a_time() {
    assertThatThrownBy(() -> post(FROM, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Post("p", "a", "o", Set.of(), FROM, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Post post(@Nullable Instant until, Post.@Nullable End end) {
    return new Post("p", "a", "o", Set.of(StaffRole.CLERK), FROM, until, end);
  }
}
