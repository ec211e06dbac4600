package org.xinfu.idp.login;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one guess at a password costs (prefix {@code xinfu.password}). Verifiers that cost less are
 * made anew at their next login; production refuses less than the defaults, which are the first
 * choices of OWASP's Password Storage Cheat Sheet.
 *
 * @param argon2MemoryKib memory of Argon2id in KiB (RFC 9106 section 3.1, m), 8 at least
 * @param argon2Passes its passes over that memory (t); it has one lane
 * @param pbkdf2Iterations iterations of PBKDF2-HMAC-SM3
 */
@ConfigurationProperties("xinfu.password")
public record PasswordCost(
    @DefaultValue("19456") int argon2MemoryKib,
    @DefaultValue("2") int argon2Passes,
    @DefaultValue("600000") int pbkdf2Iterations) {
  /** The defaults. */
  public static final PasswordCost USUAL = new PasswordCost(19_456, 2, 600_000);

  public PasswordCost {
    if (argon2MemoryKib < 8 || argon2Passes < 1 || pbkdf2Iterations < 1) {
      throw new IllegalArgumentException(
          "xinfu.password asks for 8 KiB of memory, a pass and an iteration at least");
    }
  }

  /** Whether a guess is cheaper than by the defaults in any of the three. */
  public boolean weak() {
    return argon2MemoryKib < USUAL.argon2MemoryKib
        || argon2Passes < USUAL.argon2Passes
        || pbkdf2Iterations < USUAL.pbkdf2Iterations;
  }
}
