package org.xinfu.idp.config;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.ProofPolicy;

/**
 * How persons are verified (prefix {@code xinfu.proof}).
 *
 * @param authority the authority's front machine; without one a simulator with made-up residents
 *     answers, which production refuses
 * @param kinds kinds of fact that must match for IAL2
 * @param always facts that must be among them
 * @param highest facts that make it IAL3
 * @param life how long evidence is good
 */
@ConfigurationProperties("xinfu.proof")
record ProofSettings(
    @Nullable URI authority,
    @DefaultValue("3") int kinds,
    @DefaultValue("DOCUMENT") Set<Fact> always,
    @DefaultValue("FACE") Set<Fact> highest,
    @DefaultValue("P1825D") Duration life) {
  ProofPolicy policy() {
    return new ProofPolicy(kinds, always, highest, life);
  }
}
