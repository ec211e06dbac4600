package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.MessageGateway.Mood;
import org.xinfu.idp.code.DeliverNotices;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.recover.Recoveries;

/** What is to be told is told, whatever the gateway and whoever has the account do meanwhile. */
class NoticesTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String THIEFS = "锦江-听雨-望江楼下";
  private static final Pattern LINK = Pattern.compile("/undo#([A-Za-z0-9_-]{22})$");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path home;
  private static MessageGateway gateway;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    gateway = new MessageGateway();
    idp =
        new RunningIdp(home)
            .with(
                gateway.setting(home),
                "--xinfu.notices.attempts=6",
                "--xinfu.notices.first-delay=PT0.3S",
                "--xinfu.notices.longest-delay=PT1S",
                "--xinfu.notices.poll=PT0.2S")
            .start();
  }

  @AfterAll
  static void stop() {
    idp.close();
    gateway.close();
  }

  @BeforeEach
  void empty() {
    gateway.mood(Mood.TAKES);
    awaitSent();
  }

  @Test
  void a_gateway_that_is_away_delays_no_page_and_loses_no_notice() {
    Owner owner = new Owner();
    int before = gateway.asked();
    gateway.mood(Mood.HANGS);
    Instant begun = Instant.now();
    owner.thief();
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(4));
    RunningIdp.await(PATIENCE, () -> gateway.asked() > before);
    gateway.mood(Mood.REFUSES);
    RunningIdp.await(PATIENCE, () -> gateway.asked() > before + 1);
    gateway.mood(Mood.TAKES);
    awaitSent();
    assertThat(gateway.texts(owner.phone)).hasSize(1);
    assertThat(use(owner.link(0)).body()).contains("更改已撤销");
    assertThat(count("audit WHERE act = 'notice-sent' AND subject = '" + owner.account + "'"))
        .as("of the change, and of the undoing")
        .isBetween(1L, 2L);
  }

  /** Who has the account binds another number, and unbinds the owner's, before anybody is told. */
  @Test
  void who_changes_the_number_meanwhile_turns_no_notice_away() {
    Owner owner = new Owner();
    int before = gateway.asked();
    gateway.mood(Mood.REFUSES);
    owner.thief();
    RunningIdp.await(PATIENCE, () -> gateway.asked() > before);
    Persons persons = idp.bean(Persons.class);
    Contact own = Contact.parse(owner.phone).orElseThrow();
    Contact thiefs = Contact.parse(SharedIdp.randomPhone()).orElseThrow();
    assertThat(persons.bind(owner.account, thiefs, Instant.now())).isTrue();
    assertThat(persons.release(owner.account, own, Instant.now())).isTrue();
    gateway.mood(Mood.TAKES);
    awaitSent();
    assertThat(gateway.texts(thiefs.value())).isEmpty();
    assertThat(gateway.texts(owner.phone)).singleElement().asString().contains("密码已修改");
    assertThat(use(owner.link(0)).body()).contains("更改已撤销");
    assertThat(persons.contacts(owner.account)).containsExactly(own);
  }

  /** The owner is back: what would put the account back to before that goes out no more. */
  @Test
  void what_is_sent_after_a_recovery_has_no_link() {
    Owner owner = new Owner();
    gateway.mood(Mood.REFUSES);
    owner.thief();
    idp.bean(Recoveries.class)
        .replaceFactors(
            owner.account,
            new Recoveries.Fresh(Contact.parse(owner.phone).orElseThrow(), "x"),
            Instant.now(),
            reached -> {});
    gateway.mood(Mood.TAKES);
    awaitSent();
    assertThat(gateway.texts(owner.phone))
        .singleElement()
        .asString()
        .contains("密码已修改")
        .doesNotContain("#");
    assertThat(count("undo_link WHERE account_id = '" + owner.account + "'")).isZero();
  }

  /** Nobody knows which of two messages arrived: the link of either is good. */
  @Test
  void the_link_of_a_try_that_had_no_answer_is_good() {
    Owner owner = new Owner();
    gateway.mood(Mood.TAKES_AND_HANGS);
    owner.thief();
    RunningIdp.await(PATIENCE, () -> !gateway.texts(owner.phone).isEmpty());
    gateway.mood(Mood.TAKES);
    awaitSent();
    assertThat(gateway.texts(owner.phone)).hasSize(2);
    assertThat(owner.link(0)).isNotEqualTo(owner.link(1));
    assertThat(use(owner.link(0)).body()).contains("更改已撤销");
    assertThat(use(owner.link(1)).body()).as("void with the other").contains("此链接已失效");
  }

  /** So it can drop one that it has taken before, though nobody here knows that it has. */
  @Test
  void each_try_of_a_notice_has_the_same_key_and_another_notice_another() {
    Owner owner = new Owner();
    gateway.mood(Mood.TAKES_AND_HANGS);
    owner.thief();
    RunningIdp.await(PATIENCE, () -> !gateway.texts(owner.phone).isEmpty());
    gateway.mood(Mood.REFUSES);
    RunningIdp.await(PATIENCE, () -> gateway.keys(owner.phone).size() > 1);
    gateway.mood(Mood.TAKES);
    awaitSent();
    List<String> keys = gateway.keys(owner.phone);
    assertThat(keys).hasSizeGreaterThan(2).allMatch(key -> key.matches("[0-9a-f-]{36}"));
    assertThat(keys).containsOnly(keys.getFirst());
    write(idp, owner, owner.phone, 0);
    awaitSent();
    assertThat(gateway.keys(owner.phone).stream().distinct()).hasSize(5);
  }

  @Test
  void two_replicas_tell_everybody_once_and_in_order() {
    Owner owner = new Owner();
    RunningIdp other = idp.replica().with("--xinfu.notices.poll=PT0.05S").start();
    try {
      List<String> numbers =
          IntStream.range(0, 60).mapToObj(i -> "+86" + SharedIdp.randomPhone()).toList();
      for (String number : numbers) {
        write(idp, owner, number, 0);
        write(other, owner, number, 4);
      }
      awaitSent();
      for (String number : numbers) {
        List<String> texts = gateway.texts(number);
        assertThat(texts).as(number).hasSize(8);
        for (int i = 0; i < 8; i++) {
          assertThat(texts.get(i)).contains("m" + i);
        }
      }
    } finally {
      other.stop();
    }
  }

  /** As operations.md has it. */
  @Test
  void what_was_given_up_is_in_the_book_and_can_be_tried_again() {
    Owner owner = new Owner();
    gateway.mood(Mood.REFUSES);
    owner.thief();
    RunningIdp.await(PATIENCE, () -> count("notice WHERE given_up_at IS NOT NULL") == 1);
    assertThat(count("audit WHERE outcome = 'not-sent' AND subject = '" + owner.account + "'"))
        .isOne();
    idp.bean(DeliverNotices.class).measure();
    assertThat(idp.bean(MeterRegistry.class).get("xinfu.notices.given.up").gauge().value())
        .isEqualTo(1);
    gateway.mood(Mood.TAKES);
    jdbc()
        .sql(
            """
            UPDATE notice SET given_up_at = NULL, tries = 0, next_at = now()
            WHERE given_up_at IS NOT NULL
            """)
        .update();
    awaitSent();
    assertThat(gateway.texts(owner.phone)).singleElement().asString().contains("密码已修改");
  }

  /** Altered, or sealed under a key that is gone: what is due with it is not held up. */
  @Test
  void one_that_cannot_be_opened_is_given_up_alone() {
    Owner owner = new Owner();
    List<String> numbers =
        IntStream.range(0, 6).mapToObj(i -> "+86" + SharedIdp.randomPhone()).toList();
    idp.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> {
              numbers.forEach(number -> tell(idp, owner, number, "m"));
              jdbc()
                  .sql(
                      """
                      UPDATE notice SET contact = set_byte(contact, 20, 255 - get_byte(contact, 20))
                      WHERE id = (SELECT min(id) FROM notice WHERE account_id = ?)
                      """)
                  .param(owner.account)
                  .update();
            });
    awaitSent();
    assertThat(gateway.texts(numbers.getFirst())).isEmpty();
    for (String number : numbers.subList(1, 6)) {
      assertThat(gateway.texts(number)).as(number).hasSize(1);
    }
    assertThat(count("audit WHERE outcome = 'not-sent' AND subject = '" + owner.account + "'"))
        .isOne();
    assertThat(jdbc().sql("DELETE FROM notice WHERE given_up_at IS NOT NULL").update()).isOne();
  }

  @Test
  void what_is_not_done_is_not_told() {
    Owner owner = new Owner();
    String number = "+86" + SharedIdp.randomPhone();
    TransactionTemplate transaction = idp.bean(TransactionTemplate.class);
    transaction.executeWithoutResult(
        tx -> {
          tell(idp, owner, number, "m");
          tx.setRollbackOnly();
        });
    awaitSent();
    assertThat(gateway.texts(number)).isEmpty();
    assertThatThrownBy(() -> tell(idp, owner, number, "m"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void write(RunningIdp at, Owner owner, String number, int first) {
    at.bean(TransactionTemplate.class)
        .executeWithoutResult(
            tx -> IntStream.range(first, first + 4).forEach(i -> tell(at, owner, number, "m" + i)));
  }

  private static void tell(RunningIdp at, Owner owner, String number, String fact) {
    List<Contact> contacts = List.of(Contact.parse(number).orElseThrow());
    Notice notice = new Notice("contact.moved", List.of(fact), Locale.ENGLISH);
    at.bean(Notices.class).tell(owner.account, contacts, notice);
  }

  private static HttpResponse<String> use(String token) {
    return SharedIdp.submit(new Browser(idp.origin), "/undo", Map.of("token", token));
  }

  private static void awaitSent() {
    RunningIdp.await(PATIENCE, () -> count("notice WHERE given_up_at IS NULL") == 0);
  }

  private static long count(String rows) {
    return jdbc().sql("SELECT count(*) FROM " + rows).query(Long.class).single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }

  /** A verified person, reached for ten days by one number. */
  private static final class Owner {
    final String phone = "+86" + SharedIdp.randomPhone();
    final String name = "p" + phone.substring(4);
    final String account = UUID.randomUUID().toString();

    Owner() {
      String verifier = idp.bean(PasswordEncoder.class).encode(PASSWORD);
      idp.bean(Persons.class)
          .register(
              new Account(account, AccountKind.PERSON, name, "O", null, Set.of(), true),
              verifier,
              Contact.parse(phone).orElseThrow());
      jdbc()
          .sql("UPDATE contact SET bound_at = bound_at - interval '10 days' WHERE account_id = ?")
          .param(account)
          .update();
      jdbc()
          .sql("INSERT INTO person VALUES (?, 'CITIZEN_ID', ?, ''::bytea, now(), NULL)")
          .params(List.of(account, account))
          .update();
    }

    /** Somebody else, who knows the password and chooses another. */
    void thief() {
      Browser thief = new Browser(idp.origin);
      thief.logIn(name, PASSWORD);
      Map<String, String> form = Map.of("password", THIEFS, "repeat", THIEFS);
      assertThat(Browser.location(SharedIdp.submit(thief, "/account/password", form)))
          .endsWith("problem=done");
    }

    /** The secret of the message's link. */
    String link(int message) {
      Matcher link = LINK.matcher(gateway.texts(phone).get(message));
      assertThat(link.find()).isTrue();
      return link.group(1);
    }
  }
}
