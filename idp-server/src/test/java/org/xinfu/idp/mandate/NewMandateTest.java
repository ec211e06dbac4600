package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** What an office may ask for, to the last value of each field. */
class NewMandateTest {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final String CODE = UnifiedSocialCreditCode.complete("91510000MA0000001").value();

  @Test
  void what_is_right_has_no_faults() {
    assertThat(mandate("agent", EntityRole.AGENT, 0).faults(false)).isEmpty();
    assertThat(mandate("x".repeat(254), EntityRole.ADMINISTRATOR, 2).faults(false)).isEmpty();
    assertThat(of(null, FROM, FROM.plusSeconds(1), "r").faults(true)).as("delegated").isEmpty();
    assertThat(of(CODE, FROM, FROM.plusSeconds(1), "r".repeat(200)).faults(false)).isEmpty();
    assertThat(matters(Collections.nCopies(100, "tax:file")).faults(false)).isEmpty();
    assertThat(matters(List.of("*")).faults(false)).isEmpty();
    assertThat(mandate("agent", EntityRole.AGENT, 0).wish().extent().matters())
        .containsExactly("tax:file");
  }

  @Test
  void each_field_has_its_bounds() {
    assertThat(mandate("x".repeat(255), EntityRole.AGENT, 0).faults(false))
        .containsExactly("person");
    assertThat(mandate(" ", EntityRole.AGENT, 0).faults(false)).containsExactly("person");
    assertThat(mandate("agent", EntityRole.LEGAL_REPRESENTATIVE, 0).faults(false))
        .as("none but a registry names a representative")
        .containsExactly("role");
    for (int depth : new int[] {-1, 3}) {
      assertThat(mandate("agent", EntityRole.AGENT, depth).faults(false)).containsExactly("depth");
    }
    assertThat(of(null, FROM, FROM.plusSeconds(1), "r").faults(false)).containsExactly("entity");
    assertThat(of(CODE, FROM, FROM.plusSeconds(1), "r".repeat(201)).faults(false))
        .containsExactly("reference");
    for (String odd : List.of(" ", "\u6388\u6743\u202E1", "\u3164", "1\n2", "1\u200B")) {
      assertThat(of(CODE, FROM, FROM.plusSeconds(1), odd).faults(false))
          .as("evidence reads as it is signed")
          .containsExactly("reference");
    }
    for (Instant until : List.of(FROM, FROM.plusMillis(999), FROM.minusSeconds(1))) {
      assertThat(of(CODE, FROM, until, "r").faults(false)).as("" + until).containsExactly("until");
    }
    for (String region : new String[] {null, "51", "51010x", "5101000"}) {
      NewMandate bad =
          new NewMandate(
              CODE,
              "agent",
              EntityRole.AGENT,
              List.of("*"),
              region,
              FROM,
              FROM.plusSeconds(1),
              0,
              "r");
      assertThat(bad.faults(false)).as("" + region).containsExactly("region");
    }
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "m" + i).toList();
    for (List<String> bad : List.of(many, List.<String>of(), List.of("*", "a"), List.of("a b"))) {
      assertThat(matters(bad).faults(false)).as("" + bad).containsExactly("matters");
    }
  }

  private static NewMandate mandate(String person, EntityRole role, int depth) {
    return new NewMandate(
        CODE, person, role, List.of("tax:file"), "510100", FROM, FROM.plusSeconds(1), depth, "r");
  }

  private static NewMandate of(
      @Nullable String entity, Instant from, Instant until, String reference) {
    return new NewMandate(
        entity, "agent", EntityRole.AGENT, List.of("*"), "510100", from, until, 0, reference);
  }

  private static NewMandate matters(List<String> matters) {
    return new NewMandate(
        CODE, "agent", EntityRole.AGENT, matters, "510100", FROM, FROM.plusSeconds(1), 0, "r");
  }
}
