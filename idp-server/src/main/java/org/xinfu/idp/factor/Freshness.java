package org.xinfu.idp.factor;

import java.time.Clock;
import java.time.Duration;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.login.FactorAuthorities;

/**
 * Whether a login is fresh enough for a change of what the account can log in with, or of the
 * account itself: something shown in the last ten minutes, at the second level when the account has
 * a second factor (SP 800-63B §4.1.2).
 */
public final class Freshness {
  static final String HERE = "/account/authenticators";
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final SecondFactors factors;
  private final Holds holds;
  private final Clock clock;

  public Freshness(SecondFactors factors, Holds holds, Clock clock) {
    this.factors = factors;
    this.holds = holds;
    this.clock = clock;
  }

  /** Whether the login may change its account. */
  public boolean of(Authentication login) {
    Assurance recent = FactorAuthorities.assurance(login).since(clock.instant().minus(FRESH));
    boolean something = !recent.done().isEmpty();
    boolean both = FactorAuthorities.assurance(login).level().compareTo(Aal.AAL2) >= 0;
    return something && (both || !factors.required(login.getName()));
  }

  /** Where a login that may not is led, for changes of its authenticators. */
  String stepUp(Authentication login) {
    return stepUp(login, HERE);
  }

  /** Where a login that may not is led on its way to {@code next}, a page of the account's. */
  public String stepUp(Authentication login, String next) {
    String wanted = factors.required(login.getName()) ? "aal=" + Aal.AAL2 + "&" : "";
    return "/login/step-up?" + wanted + "next=" + next;
  }

  /** Whether acts that cannot be undone wait, after a recovery. */
  public boolean held(Authentication login) {
    return holds.until(login.getName(), clock.instant()).isPresent();
  }
}
