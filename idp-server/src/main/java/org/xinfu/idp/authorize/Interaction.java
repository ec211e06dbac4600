package org.xinfu.idp.authorize;

import java.time.Instant;
import java.util.function.Supplier;
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
   * @param within the level that they reach by all factors that they have; asked only where what
   *     they did is not enough
   */
  record Login(String subject, Ial known, Assurance shown, Supplier<Aal> within) {
    Instant at() {
      return shown.at();
    }
  }

  /** Where we stand: the hour, and the highest levels that anybody can reach here. */
  record Here(Instant now, AcrNames.Reach reach) {}

  /** What happens next. */
  sealed interface Step {
    /** Nothing is due. */
    record Grant() implements Step {}

    /** A login, from now on. */
    record LogIn() implements Step {}

    /** Another factor that the person has, for this level. */
    record StepUp(Aal wanted) implements Step {}

    /** A factor that the person has yet to add, for this level. */
    record Enrol(Aal wanted) implements Step {}

    /** A check of who the person is. */
    record Verify() implements Step {}

    /** The choice between the account that is logged in and another one. */
    record ChooseAccount() implements Step {}

    /** The client is told why not. */
    record Refuse(String code, String description) implements Step {
      static final String UNMET = "unmet_authentication_requirements";
      static final String SILENT = "interaction_required";

      /** Whether there is a login, and what it has shown is too little. */
      boolean level() {
        return code.equals(UNMET) || code.equals(SILENT);
      }
    }
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
    if (asked.prompts().contains(Prompt.SELECT_ACCOUNT) && !satisfied && !waiting.chosen()) {
      return new Step.ChooseAccount();
    }
    Stronger stronger = new Stronger(here.reach(), silent, waiting.declined());
    Step least = stronger.due(asked.wishes().least(), login);
    return least instanceof Step.Grant ? stronger.due(asked.wishes().acr(), login) : least;
  }

  private static Step due(boolean silent, String code, String why) {
    return silent ? new Step.Refuse(code, why) : new Step.LogIn();
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
