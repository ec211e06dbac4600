package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Persons.Released;

/** A person changes the numbers and mailboxes by which they are reached and log in. */
class ContactsTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String HERE = "/account/contacts";

  @Test
  void a_new_number_is_added_by_its_code_and_the_old_one_goes() {
    Person person = new Person();
    String fresh = SharedIdp.randomPhone();
    assertThat(person.add(fresh, "000000")).endsWith("problem=code");
    assertThat(person.confirm(SharedIdp.lastCode("+86" + fresh))).endsWith("problem=done");
    assertThat(told(person.phone)).contains("已绑定 +86").doesNotContain(fresh);
    assertThat(person.loggedInBy(fresh)).isTrue();
    assertThat(SharedIdp.audited(person.account, "contact-added", "phone")).isOne();
    person.daysPass();
    assertThat(person.remove(0)).endsWith("problem=done");
    assertThat(told(person.phone)).as("the one that goes hears of it").contains("已解除绑定");
    assertThat(told(fresh)).contains("已解除绑定");
    assertThat(person.loggedInBy(person.phone)).isFalse();
    assertThat(person.loggedInBy(fresh)).isTrue();
    assertThat(SharedIdp.audited(person.account, "contact-removed", "phone")).isOne();
    assertThat(person.browser.get(HERE).body())
        .as("nobody would be reached")
        .doesNotContain(HERE + "/remove");
    assertThat(
            person.post("/remove", Map.of("at", "0", "masked", person.bound().getFirst().masked())))
        .endsWith("problem=last");
    String again = SharedIdp.register(person.phone, "+86" + person.phone, PASSWORD);
    assertThat(again).as("the old number is free").isNotEqualTo(person.name);
  }

  @Test
  void a_mailbox_leads_in_too_and_nothing_of_others_is_taken() {
    Person person = new Person();
    Person other = new Person();
    String mailbox = "m" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
    assertThat(person.add(mailbox, null)).endsWith("problem=done");
    assertThat(person.loggedInBy(mailbox.toUpperCase(java.util.Locale.ROOT))).isTrue();
    assertThat(other.add(mailbox, null)).endsWith("problem=taken");
    assertThat(person.add(mailbox, null)).endsWith("problem=known");
    assertThat(other.bound()).hasSize(1);
    assertThat(person.add("12", "")).endsWith("problem=contact");
    for (Map<String, String> odd :
        List.of(
            Map.of("at", "1", "masked", other.bound().getFirst().masked()),
            Map.of("at", "7", "masked", "m***@example.org"),
            Map.of("at", "-1", "masked", "m***@example.org"))) {
      assertThat(person.post("/remove", odd)).as("" + odd).endsWith("problem=gone");
    }
    assertThat(person.bound()).hasSize(2);
  }

  @Test
  void it_wants_a_fresh_login_a_person_and_no_hold() {
    Person person = new Person();
    assertThat(person.add("x" + person.phone + "@example.org", null)).endsWith("problem=done");
    SharedIdp.get()
        .bean(Holds.class)
        .hold(person.account, Instant.now().plus(Duration.ofDays(3)), "recovered");
    assertThat(person.remove(0)).endsWith("problem=held");
    SharedIdp.old(person.browser);
    assertThat(Browser.location(person.browser.get(HERE)))
        .contains("/login/step-up")
        .endsWith("next=" + HERE);
    assertThat(Browser.location(SharedIdp.browser().get(HERE))).endsWith("/login");
    LogInSteps member = SharedIdp.loggedIn("seal-maker");
    assertThat(Browser.location(member.browser.get(HERE))).endsWith("/account");
  }

  /** A password alone, known to another, does not take the account away from who is told. */
  @Test
  void an_older_one_waits_after_an_addition_which_can_be_undone_at_once() {
    Person person = new Person();
    String strange = SharedIdp.randomPhone();
    assertThat(person.add(strange, null)).endsWith("problem=done");
    assertThat(told(person.phone)).as("what can be done, and until when").contains("前，", "修改密码");
    assertThat(person.remove(0)).endsWith("problem=recent");
    assertThat(person.browser.get(HERE + "?problem=recent").body())
        .contains("id=\"message\"")
        .doesNotContain("??");
    assertThat(person.bound()).hasSize(2);
    assertThat(person.remove(1)).as("its owner").endsWith("problem=done");
    assertThat(told(strange)).contains("已解除绑定");
    assertThat(person.bound()).extracting(Contact::value).containsExactly("+86" + person.phone);
  }

  @Test
  void the_new_holder_of_a_number_takes_it_from_the_account_it_was_bound_to() {
    Person before = new Person();
    String mailbox = "b" + before.phone + "@example.org";
    assertThat(before.add(mailbox, null)).endsWith("problem=done");
    Person person = new Person();
    assertThat(person.take()).as("nothing was shown").endsWith(HERE);
    assertThat(person.add(before.phone, null)).endsWith("problem=taken");
    assertThat(person.browser.get(HERE + "?problem=taken").body())
        .contains("action=\"" + HERE + "/take\"", "name=\"newHolder\"")
        .doesNotContain("??");
    assertThat(person.post("/take", Map.of())).as("not said").endsWith("problem=taken");
    assertThat(before.bound()).hasSize(2);
    assertThat(person.take()).endsWith("problem=done");
    assertThat(person.bound()).extracting(Contact::value).contains("+86" + before.phone);
    assertThat(before.bound()).extracting(Contact::value).containsExactly(mailbox);
    assertThat(SharedIdp.audited(before.account, "contact-released", "recycled")).isOne();
    assertThat(SharedIdp.audited(person.account, "contact-added", "phone")).isOne();
    assertThat((String) SharedIdp.spool(mailbox).getLast().get("text")).contains("新的持有人");
    assertThat(person.take()).as("shown once").endsWith(HERE);
  }

  @Test
  void what_was_shown_for_one_number_takes_no_other() {
    Person before = new Person();
    Person another = new Person();
    Person person = new Person();
    assertThat(person.add(before.phone, null)).endsWith("problem=taken");
    person.post("", Map.of("contact", another.phone));
    assertThat(person.take()).endsWith(HERE);
    assertThat(another.bound()).hasSize(1);
    assertThat(before.bound()).hasSize(1);
  }

  @Test
  void nothing_is_bound_to_an_account_that_is_not_open() {
    Person person = new Person();
    Contact mailbox = Contact.parse("c" + person.phone + "@example.org").orElseThrow();
    SharedIdp.get().bean(Accounts.class).setActive(person.account, false);
    Persons persons = SharedIdp.get().bean(Persons.class);
    assertThat(persons.bind(person.account, mailbox, Instant.now())).isFalse();
    assertThat(persons.accountOf(mailbox)).isEmpty();
  }

  @Test
  void of_two_additions_at_once_the_sixth_is_refused() throws Exception {
    Person person = new Person();
    for (int i = 0; i < 3; i++) {
      assertThat(person.add(i + "d" + person.phone + "@example.org", null)).endsWith("=done");
    }
    Person again = new Person(person);
    String one = "e" + person.phone + "@example.org";
    String other = "f" + person.phone + "@example.org";
    person.post("", Map.of("contact", one));
    again.post("", Map.of("contact", other));
    List<String> came =
        meanwhile(
            person.account,
            () -> person.confirm(SharedIdp.lastCode(one)),
            () -> again.confirm(SharedIdp.lastCode(other)));
    assertThat(person.bound()).hasSize(5);
    assertThat(came).anyMatch(to -> to.endsWith("=done")).anyMatch(to -> to.endsWith("=many"));
  }

  @Test
  void what_another_removed_meanwhile_is_gone_and_not_the_last() throws Exception {
    Person person = new Person();
    String mailbox = "g" + person.phone + "@example.org";
    assertThat(person.add(mailbox, null)).endsWith("problem=done");
    Person again = new Person(person);
    List<String> came = meanwhile(person.account, () -> person.remove(1), () -> again.remove(1));
    assertThat(came).anyMatch(to -> to.endsWith("=done")).anyMatch(to -> to.endsWith("=gone"));
  }

  /** Both get as far as the account, which somebody else writes to until both wait. */
  private static List<String> meanwhile(
      String account, Callable<String> one, Callable<String> other) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> both = new ArrayList<>();
      SharedIdp.get()
          .bean(TransactionTemplate.class)
          .executeWithoutResult(
              status -> {
                SharedIdp.jdbc()
                    .sql("SELECT id FROM account WHERE id = ? FOR UPDATE")
                    .param(account)
                    .query(String.class)
                    .single();
                both.add(threads.submit(one));
                both.add(threads.submit(other));
                awaitWaiting(2);
              });
      return List.of(both.get(0).get(), both.get(1).get());
    }
  }

  private static void awaitWaiting(int wanted) {
    Instant end = Instant.now().plusSeconds(10);
    while (waiting() < wanted && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static long waiting() {
    return SharedIdp.jdbc()
        .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
        .query(Long.class)
        .single();
  }

  @Test
  void of_two_that_go_at_once_one_stays() throws Exception {
    Person person = new Person();
    assertThat(person.add("y" + person.phone + "@example.org", null)).endsWith("problem=done");
    Persons persons = SharedIdp.get().bean(Persons.class);
    List<Contact> both = person.bound();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Released>> gone =
          threads.invokeAll(
              both.stream()
                  .map(
                      one ->
                          (Callable<Released>)
                              () ->
                                  persons.releaseOneOf(
                                      person.account, one, Instant.now(), Instant.now()))
                  .toList());
      assertThat(List.of(gone.get(0).get(), gone.get(1).get()))
          .containsExactlyInAnyOrder(Released.DONE, Released.LAST);
    }
    assertThat(person.bound()).hasSize(1);
  }

  private static String told(String phone) {
    return (String) SharedIdp.spool("+86" + phone).getLast().get("text");
  }

  /** Somebody new, logged in. */
  private static final class Person {
    final String phone;
    final String name;
    final String account;
    final Browser browser = SharedIdp.browser();

    Person() {
      this.phone = SharedIdp.randomPhone();
      this.name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
      this.account = SharedIdp.accountOf(name);
      browser.logIn(name, PASSWORD);
    }

    /** The same in another browser. */
    Person(Person same) {
      this.phone = same.phone;
      this.name = same.name;
      this.account = same.account;
      browser.logIn(name, PASSWORD);
    }

    /** All that is bound was bound days ago. */
    void daysPass() {
      SharedIdp.jdbc()
          .sql("UPDATE contact SET bound_at = bound_at - interval '4 days' WHERE account_id = ?")
          .param(account)
          .update();
    }

    String take() {
      return post("/take", Map.of("newHolder", "true"));
    }

    /** With that code, or with the one that was sent. */
    String add(String contact, @Nullable String code) {
      String sent = post("", Map.of("contact", contact));
      if (!sent.endsWith(HERE)) {
        return sent;
      }
      String spooled = contact.contains("@") ? contact : "+86" + contact;
      return confirm(code == null ? SharedIdp.lastCode(spooled) : code);
    }

    String confirm(String code) {
      return post("/confirm", Map.of("code", code));
    }

    String remove(int at) {
      String page = browser.get(HERE).body();
      Matcher line =
          Pattern.compile(
                  "name=\"at\" value=\"" + at + "\"><input[^>]* name=\"masked\" value=\"([^\"]+)\"")
              .matcher(page);
      assertThat(line.find()).as(page).isTrue();
      return post("/remove", Map.of("at", "" + at, "masked", line.group(1)));
    }

    String post(String what, Map<String, String> form) {
      return Browser.location(SharedIdp.submit(browser, HERE, HERE + what, form));
    }

    boolean loggedInBy(String typed) {
      return Browser.location(SharedIdp.browser().logIn(typed, PASSWORD)).endsWith("/account");
    }

    List<Contact> bound() {
      return SharedIdp.get().bean(Persons.class).contacts(account);
    }
  }
}
