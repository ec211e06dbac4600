package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.login.Attempts;
import org.xinfu.idp.login.Attempts.Counter;

/** What failed is found again by the next attempt: a brake that finds nothing never brakes. */
class AttemptCountersTest {
  private final Attempts attempts = SharedIdp.get().bean(Attempts.class);

  @ParameterizedTest
  @EnumSource(Counter.class)
  void what_is_counted_is_read(Counter counter) {
    String name = "nobody-" + counter.name().toLowerCase(Locale.ROOT);
    Origin from = new Origin("192.0.2." + counter.ordinal(), "device of " + name);
    Attempts.Who who = new Attempts.Who(name, from);
    assertThat(attempts.before(name, from).counts()).isEmpty();
    attempts.failed(counter, who, Instant.now());
    assertThat(attempts.before(name, from).counts()).containsOnlyKeys(counter);
    assertThat(attempts.before(name, from).counts().get(counter).failures()).isOne();
    attempts.forget(counter, who);
    assertThat(attempts.before(name, from).counts()).isEmpty();
  }
}
