package org.xinfu.idp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.testkit.SoftKeyVault;

/** A token is judged by one reading of the list of keys. */
class OwnKeysTest {
  private final SoftKeyVault vault = SoftKeyVault.random();
  private final Away list = new Away();
  private final OwnKeys keys =
      new OwnKeys(
          ring(TokenAlgorithm.ES256), ring(TokenAlgorithm.RS256), ring(TokenAlgorithm.SM2_SM3));
  private final JwtDecoder decoder = keys.decoder(token -> OAuth2TokenValidatorResult.success());

  /** What was read is too old a moment later, and cannot be read again. */
  @ParameterizedTest
  @EnumSource(TokenAlgorithm.class)
  void one_reading_is_enough(TokenAlgorithm algorithm) {
    String token = token(algorithm);
    list.left.set(1);
    assertThat(decoder.decode(token).getSubject()).isEqualTo("s");
    assertThatThrownBy(() -> decoder.decode(token))
        .isInstanceOf(DataAccessResourceFailureException.class);
  }

  /** A key that was added since is known, whatever was read before. */
  @Test
  void a_later_reading_counts() {
    assertThat(decoder.decode(token(TokenAlgorithm.ES256)).getSubject()).isEqualTo("s");
    list.entries.add(entry(2));
    String token = HsmJwtEncoder.signed(key(TokenAlgorithm.ES256, "k-2"), "{\"sub\":\"t\"}");
    assertThat(decoder.decode(token).getSubject()).isEqualTo("t");
    list.entries.remove(1);
    assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
  }

  private String token(TokenAlgorithm algorithm) {
    return HsmJwtEncoder.signed(keys.current(algorithm), "{\"sub\":\"s\"}");
  }

  private KeyRing ring(TokenAlgorithm algorithm) {
    KeySettings settings =
        new KeySettings(Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(1));
    IdpAudit audit = (client, subject, fact) -> {};
    return new KeyRing(
        list,
        label -> key(algorithm, label),
        settings,
        new KeyRing.Part(new Hasty(), audit, "k-1", KeyRing.Begin.AT_ONCE));
  }

  private SigningKey key(TokenAlgorithm algorithm, String label) {
    return new SigningKey(() -> vault, algorithm.word() + label, algorithm);
  }

  private static SigningKeys.Entry entry(int number) {
    return new SigningKeys.Entry(number, "k-" + number, Instant.EPOCH, Instant.EPOCH);
  }

  /** A list that can be read some times. */
  private static final class Away implements SigningKeys {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final List<Entry> entries = new ArrayList<>(List.of(entry(1)));

    @Override
    public List<Entry> all() {
      if (left.getAndDecrement() <= 0) {
        throw new DataAccessResourceFailureException("away");
      }
      return List.copyOf(entries);
    }

    @Override
    public boolean add(Entry entry) {
      throw new AssertionError("nobody adds " + entry);
    }
  }

  /** Every look is an hour later than the last one. */
  private static final class Hasty extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.EPOCH.plus(Duration.ofHours(looks.incrementAndGet()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(@Nullable ZoneId zone) {
      return this;
    }
  }
}
