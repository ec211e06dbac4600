package org.xinfu.idp.authorize;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Ial;

/** Decides what is still due before an answer (OpenID Connect Core §3.1.2.3); pure. */
final class Interaction {
  private Interaction() {}

  /**
   * Who is logged in.
   *
   * @param subject what the client calls them
   * @param known how well it is known who they are
   * @param shown what they did to log in
   */
  record Login(String subject, Ial known, Assurance shown) {
    Instant at() {
      return shown.at();
    }
  }

  /** Where we stand: the hour, and the highest level that a login can reach here. */
  record Here(Instant now, Aal highest) {}

  /** What happens next. */
  sealed interface Step {
    /** Nothing is due. */
    record Grant() implements Step {}

    /** A login, from now on. */
    record LogIn() implements Step {}

    /** The choice between the account that is logged in and another one. */
    record ChooseAccount() implements Step {}

    /** The client is told why not. */
    record Refuse(String code, String description) implements Step {}
  }

  static Step next(Asked asked, Waiting waiting, @Nullable Login login, Here here) {
    boolean satisfied =
        login != null && waiting.askedAt() != null && !login.at().isBefore(waiting.askedAt());
    boolean silent = asked.prompts().contains(Prompt.NONE);
    if (login == null || (!satisfied && stale(asked, waiting, login, here.now()))) {
      return due(silent, "login_required", "nobody is logged in recently enough");
    }
    if (!asked.wishes().about(login.subject())) {
      return silent || satisfied
          ? new Step.Refuse("login_required", "somebody else is logged in")
          : new Step.LogIn();
    }
    Step stronger = stronger(asked.wishes().acr(), login, here.highest(), satisfied);
    if (stronger instanceof Step.LogIn) {
      return due(silent, "interaction_required", "a stronger login is asked for");
    }
    if (stronger instanceof Step.Refuse) {
      return stronger;
    }
    if (asked.prompts().contains(Prompt.SELECT_ACCOUNT) && !satisfied && !waiting.chosen()) {
      return new Step.ChooseAccount();
    }
    return new Step.Grant();
  }

  private static Step due(boolean silent, String code, String why) {
    return silent ? new Step.Refuse(code, why) : new Step.LogIn();
  }

  /**
   * Only an essential level is an error when it is not met (OpenID Connect Core Error Code
   * unmet_authentication_requirements 1.0); nobody is asked twice, or for what no login can give.
   */
  private static Step stronger(AcrWish acr, Login login, Aal highest, boolean satisfied) {
    if (acr.met(login.known(), login.shown().level()).isPresent() || !acr.essential()) {
      return new Step.Grant();
    }
    return !satisfied && acr.reachable(login.known(), highest)
        ? new Step.LogIn()
        : new Step.Refuse("unmet_authentication_requirements", "no level asked for is met");
  }

  /** Whether a new login is due although somebody is logged in. */
  private static boolean stale(Asked asked, Waiting waiting, Login login, Instant now) {
    if (waiting.askedAt() != null || asked.prompts().contains(Prompt.LOGIN)) {
      return true;
    }
    Long maxAge = asked.maxAge();
    // At 0 every login is too old (OpenID Connect Core §3.1.2.1: as prompt=login).
    return maxAge != null && (maxAge == 0 || login.at().plusSeconds(maxAge).isBefore(now));
  }
}
