package org.xinfu.idp.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContactTest {
  @Test
  void numbers_and_mailboxes_are_read_as_people_type_them() {
    Map<String, String> wanted =
        Map.of(
            "0086 138 1234 5678", "+8613812345678",
            "8613812345678", "+8613812345678",
            "00852 6123 4567", "+85261234567",
            "001 415 555 0123", "+14155550123",
            "138 1234 5678", "+8613812345678",
            "１３８１２３４５６７８", "+8613812345678",
            "+86-138-1234-5678", "+8613812345678",
            "+852 6123 4567", "+85261234567",
            " Li.Si@Example.CN ", "li.si@example.cn");
    wanted.forEach(
        (typed, read) ->
            assertThat(Contact.parse(typed).orElseThrow().value()).as(typed).isEqualTo(read));
  }

  @Test
  void nothing_else_is_a_contact() {
    for (String typed :
        new String[] {
          "",
          "12345",
          "12812345678",
          "+8612812345678",
          "008612812345678",
          "0013812345678901234",
          "86138123456789",
          "00013812345678",
          "0012345678",
          "001234567890",
          "00852612345",
          "0099912345678",
          "00210123456789",
          "\u0131@c.example",
          "li@c.ex\u0430mple",
          "a@b",
          "a b@c.example",
          "@c.example",
          "x@c.example\r\nBcc: y@d.example",
          "+1",
          "p0123456789"
        }) {
      assertThat(Contact.parse(typed)).as(typed).isEmpty();
    }
  }

  @Test
  void a_masked_contact_hides_its_middle() {
    assertThat(Contact.parse("13812345678").orElseThrow()).hasToString("+86138****5678");
    assertThat(Contact.parse("lisi@example.cn").orElseThrow()).hasToString("l***@example.cn");
  }

  @Test
  void prefixes_are_what_one_subscriber_holds() {
    assertThat(new Origin("203.0.113.77", "").prefix()).isEqualTo("203.0.113.0/24");
    assertThat(new Origin("2001:db8:1:23ff::1", "").prefix()).isEqualTo("2001:db8:1:2300::/56");
    assertThat(new Origin("2001:db8:1:23a0:1:2:3:4", "").prefix())
        .isEqualTo("2001:db8:1:2300::/56");
    assertThat(new Origin("::ffff:203.0.113.77", "").prefix()).isEqualTo("203.0.113.0/24");
    assertThat(new Origin("203.0.113.77:5678", "").prefix()).isEqualTo("203.0.113.0/24");
    for (String none : List.of("", "unknown", "_hidden", "a:b", ":")) {
      assertThat(new Origin(none, "").prefix()).as(none).isEmpty();
    }
    assertThat(new Origin("::1", "").prefix()).isEqualTo("0:0:0:000::/56");
  }
}
