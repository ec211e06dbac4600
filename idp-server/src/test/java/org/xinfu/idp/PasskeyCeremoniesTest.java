package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.idp.passkey.Ceremony;
import org.xinfu.idp.passkey.PasskeyCeremonies;
import org.xinfu.idp.passkey.PasskeyCeremonies.Proven;
import org.xinfu.idp.passkey.SoftDevice;

/**
 * What is asked of an answer beside its signature: once, in time, of an open account, not too
 * often.
 */
class PasskeyCeremoniesTest {
  private final PasskeyCeremonies ceremonies = SharedIdp.get().bean(PasskeyCeremonies.class);
  private final SoftDevice device = new SoftDevice(1);
  private final Account account = person();

  @BeforeEach
  void added() {
    ThreadLocalRandom.current().nextBytes(device.credentialId);
    device.origin = SharedIdp.get().origin;
    device.counter = 0; // a device without one, so that nothing but the ceremony betrays a replay
    Ceremony ceremony = ceremonies.add(account).ceremony();
    assertThat(
            ceremonies.added(
                ceremony,
                device.made(ceremony.challenge(), null),
                "key",
                BooleanSupplier::getAsBoolean))
        .isTrue();
  }

  @Test
  void an_answer_is_taken_once_and_in_time() {
    Ceremony ceremony = ceremonies.show(null).ceremony();
    Ceremony over =
        new Ceremony(ceremony.purpose(), ceremony.challenge(), null, Instant.now().minusSeconds(1));
    assertThat(shown(over)).as("too late").isEmpty();
    assertThat(shown(ceremony)).map(proven -> proven.who().accountId()).contains(account.id());
    assertThat(shown(ceremony)).as("replayed").isEmpty();
  }

  @Test
  void an_answer_is_good_for_what_it_was_asked_for() {
    Ceremony other =
        new Ceremony(
            Ceremony.Purpose.ADD,
            ceremonies.show(null).ceremony().challenge(),
            null,
            Instant.now().plusSeconds(60));
    assertThat(shown(other)).isEmpty();
    assertThat(shown(ceremonies.show(person().id()).ceremony())).as("another's").isEmpty();
    assertThat(shown(ceremonies.show(account.id()).ceremony())).isPresent();
  }

  @Test
  void a_suspended_account_is_not_opened() {
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE id = ?")
        .param(account.id())
        .update();
    assertThat(shown(ceremonies.show(null).ceremony())).isEmpty();
    assertThat(shown(ceremonies.show(account.id()).ceremony())).isEmpty();
  }

  /** Two answers with one counter that come at once, each right by itself (§6.1.1). */
  @Test
  void a_counter_is_used_once() {
    Passkeys passkeys = SharedIdp.get().bean(Passkeys.class);
    Passkey passkey = passkeys.of(account.id()).getFirst();
    Instant now = Instant.now();
    assertThat(passkeys.used(passkey, 0, false, now)).as("a device without one").isTrue();
    assertThat(passkeys.used(passkey, 7, false, now)).isTrue();
    for (long before : new long[] {7, 6, 0}) {
      assertThat(passkeys.used(passkey, before, false, now)).as("" + before).isFalse();
    }
    assertThat(passkeys.of(account.id()).getFirst().signCount()).isEqualTo(7);
  }

  @Test
  void tries_from_one_device_are_limited() {
    for (int i = 0; i < 60; i++) {
      ceremonies.shown(ceremonies.show(null).ceremony(), "{}", from());
    }
    assertThat(shown(ceremonies.show(null).ceremony())).isEmpty();
  }

  private Optional<Proven> shown(Ceremony ceremony) {
    return ceremonies.shown(ceremony, device.shown(ceremony.challenge()), from());
  }

  private Origin from() {
    return new Origin("198.51.100.7", "device of " + account.id());
  }

  private static Account person() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, "蓉城-绛雪-玉垒浮云");
    return SharedIdp.get().bean(Accounts.class).byLoginName(name).orElseThrow().account();
  }
}
