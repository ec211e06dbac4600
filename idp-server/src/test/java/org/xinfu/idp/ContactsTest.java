package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.Persons;

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

  @Test
  void of_two_that_go_at_once_one_stays() throws Exception {
    Person person = new Person();
    assertThat(person.add("y" + person.phone + "@example.org", null)).endsWith("problem=done");
    Persons persons = SharedIdp.get().bean(Persons.class);
    List<Contact> both = person.bound();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> gone =
          threads.invokeAll(
              both.stream()
                  .map(
                      one ->
                          (Callable<Boolean>)
                              () -> persons.releaseOneOf(person.account, one, Instant.now()))
                  .toList());
      assertThat(gone.get(0).get() ^ gone.get(1).get()).isTrue();
    }
    assertThat(person.bound()).hasSize(1);
  }

  private static String told(String phone) {
    return (String) SharedIdp.spool("+86" + phone).getLast().get("text");
  }

  /** Somebody new, logged in. */
  private static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);
    final Browser browser = SharedIdp.browser();

    Person() {
      browser.logIn(name, PASSWORD);
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
