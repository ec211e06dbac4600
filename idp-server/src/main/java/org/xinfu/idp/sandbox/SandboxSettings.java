package org.xinfu.idp.sandbox;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.TestNumbers;

/**
 * Clients in trial (prefix {@code xinfu.sandbox}).
 *
 * @param enabled whether there are any; unset: not under the production profile
 * @param division of fictitious document numbers, see {@link TestNumbers}
 * @param passport how fictitious passport numbers begin
 */
@ConfigurationProperties("xinfu.sandbox")
public record SandboxSettings(
    @Nullable Boolean enabled,
    @DefaultValue("510099") String division,
    @DefaultValue("XINFU") String passport) {
  /** What fictitious documents look like. */
  public TestNumbers numbers() {
    return new TestNumbers(division, passport);
  }
}
