package org.xinfu.idp.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.testkit.SoftKeyVault;

/** Keys follow each other, and whoever reads the set once within the lead knows each that signs. */
class KeyRingTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final KeySettings SETTINGS =
      new KeySettings(DAY.multipliedBy(90), DAY.multipliedBy(7), DAY);
  private static final Duration CACHED = DAY.multipliedBy(6);
  private static final int KEYS = 4;

  private final SoftKeyVault vault = SoftKeyVault.random();
  private final Moved clock = new Moved();
  private Set<String> cached = Set.of();
  private Instant cachedAt = Instant.MIN;

  @ParameterizedTest
  @EnumSource
  void over_three_rotations_nobody_meets_an_unknown_key(TokenAlgorithm algorithm) {
    over(ring(algorithm, Duration.ZERO));
  }

  /** A device that makes a key for longer than the lead: RSA on a busy one. */
  @ParameterizedTest
  @EnumSource
  void a_slow_device_makes_no_key_sign_sooner(TokenAlgorithm algorithm) {
    over(ring(algorithm, DAY.multipliedBy(8)));
  }

  private void over(KeyRing ring) {
    ring.current();
    Set<String> used = new LinkedHashSet<>();
    Instant end = clock.instant().plus(SETTINGS.period().multipliedBy(KEYS + 1));
    while (clock.instant().isBefore(end)) {
      clock.now = clock.now.plus(DAY);
      Instant then = clock.now;
      Set<String> before = published(ring);
      ring.rotate();
      if (!clock.now.equals(then)) { // read in the last moment before the new one was there
        cached = before;
        cachedAt = clock.now;
      }
      if (cachedAt.isBefore(clock.now.minus(CACHED))) {
        cached = published(ring);
        cachedAt = clock.now;
      }
      String signing = ring.current().id();
      assertThat(cached).as("key %s at %s", used.size() + 1, clock.now).contains(signing);
      used.add(signing);
    }
    assertThat(used).hasSizeGreaterThanOrEqualTo(KEYS);
    assertThat(published(ring)).as("those of before have gone").hasSizeLessThanOrEqualTo(3);
  }

  private static Set<String> published(KeyRing ring) {
    return ring.published().stream().map(SigningKey::id).collect(Collectors.toSet());
  }

  private KeyRing ring(TokenAlgorithm algorithm, Duration making) {
    IdpAudit audit = (client, subject, fact) -> {};
    return new KeyRing(
        new Kept(),
        label -> {
          clock.now = clock.now.plus(making);
          return new SigningKey(() -> vault, algorithm.word() + label, algorithm);
        },
        SETTINGS,
        new KeyRing.Part(clock, audit, "k-1", KeyRing.Begin.AT_ONCE));
  }

  private static final class Kept implements SigningKeys {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public List<Entry> all() {
      return List.copyOf(entries);
    }

    @Override
    public boolean add(Entry entry) {
      return entries.add(entry);
    }
  }

  private static final class Moved extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
