package org.xinfu.kit.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The device (prefix {@code xinfu.hsm}).
 *
 * @param library the PKCS#11 library; without it the service has no keys
 * @param profile mechanism numbers: {@code project-default}, {@code sansec}, {@code tass} or a
 *     properties file of the vendor
 * @param patience how long a call waits for a device that is away
 * @param tokens tokens that health and the production guard look at, by label
 */
@ConfigurationProperties("xinfu.hsm")
public record HsmSettings(
    @Nullable Path library,
    @DefaultValue("project-default") String profile,
    @DefaultValue("10s") Duration patience,
    @DefaultValue Map<String, Token> tokens) {
  public HsmSettings {
    tokens = Map.copyOf(tokens);
  }

  /**
   * One token.
   *
   * @param pinFile file of the user PIN, mode 0600; {@code <label>.pin} in the credentials
   *     directory when absent
   */
  public record Token(@Nullable Path pinFile) {}
}
