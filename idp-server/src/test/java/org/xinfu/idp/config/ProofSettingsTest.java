package org.xinfu.idp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.ProofPolicy;

/** The operator says which facts make somebody known. */
class ProofSettingsTest {
  @Test
  void three_kinds_and_the_document_among_them_unless_told_otherwise() {
    ProofPolicy policy = policy(Map.of());
    assertThat(policy)
        .isEqualTo(
            new ProofPolicy(3, Set.of(Fact.DOCUMENT), Set.of(Fact.FACE), Duration.ofDays(1825)));
  }

  @Test
  void an_operator_asks_for_other_facts() {
    ProofPolicy policy =
        policy(
            Map.of(
                "xinfu.proof.kinds", "2",
                "xinfu.proof.always", "DOCUMENT,PHONE",
                "xinfu.proof.highest", "FACE,BANK_CARD",
                "xinfu.proof.life", "P365D"));
    assertThat(policy.level(Set.of(Fact.DOCUMENT, Fact.TERM, Fact.FACE))).isEqualTo(Ial.IAL1);
    assertThat(policy.level(Set.of(Fact.DOCUMENT, Fact.PHONE))).isEqualTo(Ial.IAL2);
    assertThat(policy.level(Set.of(Fact.DOCUMENT, Fact.PHONE, Fact.FACE, Fact.BANK_CARD)))
        .isEqualTo(Ial.IAL3);
    assertThat(policy.life()).isEqualTo(Duration.ofDays(365));
  }

  private static ProofPolicy policy(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("xinfu.proof", ProofSettings.class)
        .policy();
  }
}
