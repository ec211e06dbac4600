package org.xinfu.trust.p11;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How to reach one token.
 *
 * @param pin gives a fresh array for every login, which is wiped after use
 * @param sessions how many signatures may run at once
 * @param patience how long a call waits for a device that is away before it fails
 */
public record Pkcs11Settings(
    Path library,
    String token,
    Supplier<char[]> pin,
    MechanismProfile profile,
    int sessions,
    Duration patience) {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  public Pkcs11Settings {
    if (sessions < 1) throw new IllegalArgumentException("at least one session");
  }

  /** The project's profile, two sessions per processor, ten seconds of patience. */
  public static Pkcs11Settings of(Path library, String token, Supplier<char[]> pin) {
    int sessions = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    return new Pkcs11Settings(
        library, token, pin, MechanismProfile.named("project-default"), sessions, DEFAULT_PATIENCE);
  }

  public Pkcs11Settings withProfile(MechanismProfile other) {
    return new Pkcs11Settings(library, token, pin, other, sessions, patience);
  }

  public Pkcs11Settings withSessions(int count) {
    return new Pkcs11Settings(library, token, pin, profile, count, patience);
  }

  public Pkcs11Settings withPatience(Duration time) {
    return new Pkcs11Settings(library, token, pin, profile, sessions, time);
  }
}
