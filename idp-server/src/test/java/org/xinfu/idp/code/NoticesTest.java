package org.xinfu.idp.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.xinfu.idp.code.Messages.MessageNotSent;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;

/** Somebody waits for the page while the owner is told: for one message, not for all. */
class NoticesTest {
  private final List<String> book = new CopyOnWriteArrayList<>();
  private final Map<String, String> sent = new ConcurrentHashMap<>();

  @Test
  void a_slow_gateway_is_waited_for_once_and_each_message_is_in_the_book() {
    List<Contact> contacts =
        List.of("13800138000", "13800138001", "a@b.example").stream()
            .map(one -> Contact.parse(one).orElseThrow())
            .toList();
    CountDownLatch begun = new CountDownLatch(contacts.size());
    Messages slow =
        (to, text) -> {
          begun.countDown();
          if (!together(begun) || to.kind() == Contact.Kind.EMAIL) {
            throw new MessageNotSent("slow");
          }
          sent.put(to.value(), text);
        };
    StaticMessageSource texts = new StaticMessageSource();
    texts.addMessage("told", Locale.ENGLISH, "told {0}");
    new Notices(slow, texts, new Book())
        .tell(
            "account",
            contacts,
            new Notice("told", List.of("it"), Locale.ENGLISH),
            contact -> contact.value().endsWith("1") ? "more" : "");
    assertThat(sent)
        .isEqualTo(Map.of("+8613800138000", "told it", "+8613800138001", "told it more"));
    assertThat(book).containsExactly("done", "done", "not-sent");
  }

  private static boolean together(CountDownLatch begun) {
    try {
      return begun.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private final class Book implements IdpAudit {
    @Override
    public void record(@Nullable String client, String subject, Fact fact) {
      book.add(fact.outcome());
    }
  }
}
