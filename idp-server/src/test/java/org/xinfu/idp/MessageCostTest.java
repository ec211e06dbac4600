package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.code.CodePurpose;
import org.xinfu.idp.code.CodeStore;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;

/**
 * Messages cost money: no network and no day sends more than it may, whoever asks (SMS pumping).
 */
class MessageCostTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Of windows that no other test has. */
  private Instant now =
      Instant.parse("2150-01-01T00:30:00Z")
          .plus(Duration.ofDays(ThreadLocalRandom.current().nextInt(10_000)));

  @Test
  void a_network_sends_no_more_than_it_may() {
    ContactCodes.Limits limits = new ContactCodes.Limits(100, 2, 100, 1000);
    assertThat(sent(limits, phone(), "203.0.113.1")).isTrue();
    assertThat(sent(limits, phone(), "203.0.113.2")).isTrue();
    Contact third = phone();
    assertThat(sent(limits, third, "203.0.113.3")).as("another device, another number").isFalse();
    assertThat(SharedIdp.spool(third.value())).as("nothing was sent").isEmpty();
    assertThat(sent(limits, third, "198.51.100.3")).as("another network").isTrue();
    now = now.plus(HOUR);
    assertThat(sent(limits, phone(), "203.0.113.3")).as("the next hour").isTrue();
  }

  @Test
  void a_day_costs_no_more_than_it_may() {
    ContactCodes.Limits limits = new ContactCodes.Limits(100, 100, 100, 2);
    assertThat(sent(limits, phone(), "203.0.113.1")).isTrue();
    assertThat(sent(limits, phone(), "198.51.100.1")).isTrue();
    Contact third = phone();
    now = now.plus(HOUR);
    assertThat(sent(limits, third, "192.0.2.1")).isFalse();
    assertThat(SharedIdp.spool(third.value())).isEmpty();
    assertThat(sent(limits, mailbox(), "192.0.2.1")).as("mail is counted by itself").isTrue();
    now = now.plus(Duration.ofDays(1));
    assertThat(sent(limits, third, "192.0.2.1")).as("the next day").isTrue();
  }

  @Test
  void nobody_is_sent_to_at_every_hour() {
    ContactCodes.Limits limits = new ContactCodes.Limits(1, 100, 100, 1000);
    Contact plagued = phone();
    for (int hour = 0; hour < 3; hour++) {
      assertThat(sent(limits, plagued, "203.0.113." + hour)).isTrue();
      assertThat(sent(limits, plagued, "198.51.100." + hour)).as("within the hour").isFalse();
      now = now.plus(HOUR);
    }
    assertThat(sent(limits, plagued, "192.0.2.1")).as("three times that a day").isFalse();
  }

  /** Whoever knows a telephone number asks for codes until no more are sent, and again tomorrow. */
  @Test
  void strangers_use_up_nobodys_second_factor() {
    ContactCodes.Limits limits = new ContactCodes.Limits(2, 100, 100, 3);
    Contact owner = phone();
    assertThat(sent(limits, owner, "203.0.113.1")).isTrue();
    assertThat(sent(limits, owner, "203.0.113.2")).isTrue();
    assertThat(sent(limits, phone(), "203.0.113.3")).isTrue();
    assertThat(sent(limits, owner, "203.0.113.4")).as("the hour's").isFalse();
    assertThat(sent(limits, phone(), "203.0.113.5")).as("the day's").isFalse();
    CodePurpose second = CodePurpose.SECOND_FACTOR;
    assertThat(sent(limits, ticket(owner, second), "198.51.100.1")).isTrue();
    assertThat(sent(limits, ticket(owner, second), "198.51.100.2")).isTrue();
    assertThat(sent(limits, ticket(owner, second), "198.51.100.3")).as("has an end").isFalse();
  }

  private boolean sent(ContactCodes.Limits limits, Contact to, String address) {
    return sent(limits, ticket(to, CodePurpose.REGISTER), address);
  }

  private static CodeStore.Ticket ticket(Contact to, CodePurpose purpose) {
    return new CodeStore.Ticket(to, purpose, UUID.randomUUID().toString());
  }

  private boolean sent(ContactCodes.Limits limits, CodeStore.Ticket ticket, String address) {
    RunningIdp idp = SharedIdp.get();
    ContactCodes codes =
        new ContactCodes(
            idp.bean(CodeStore.class),
            idp.bean(Budgets.class),
            idp.bean(Messages.class),
            new ContactCodes.Part(
                Clock.fixed(now, ZoneOffset.UTC), idp.bean(IdpAudit.class), idp.context(), limits));
    Origin from = new Origin(address, "device " + UUID.randomUUID());
    return codes.send(ticket, from, Locale.SIMPLIFIED_CHINESE);
  }

  private static Contact phone() {
    return Contact.parse(SharedIdp.randomPhone()).orElseThrow();
  }

  private static Contact mailbox() {
    return Contact.parse(UUID.randomUUID() + "@mail.example").orElseThrow();
  }
}
