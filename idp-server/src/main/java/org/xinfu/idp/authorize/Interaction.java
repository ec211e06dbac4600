package org.xinfu.idp.authorize;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what is still due before an answer (OpenID Connect Core §3.1.2.3); pure. */
final class Interaction {
  private Interaction() {}

  /**
   * Who is logged in.
   *
   * @param account the account's id
   * @param at when they last proved themselves
   */
  record Login(String account, Instant at) {}

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

  static Step next(Asked asked, Waiting waiting, @Nullable Login login, Instant now) {
    boolean satisfied =
        login != null && waiting.askedAt() != null && !login.at().isBefore(waiting.askedAt());
    boolean fresh = login != null && (satisfied || !stale(asked, waiting, login, now));
    if (asked.prompts().contains(Prompt.NONE)) {
      return fresh
          ? new Step.Grant()
          : new Step.Refuse("login_required", "nobody is logged in recently enough");
    }
    if (!fresh) {
      return new Step.LogIn();
    }
    if (asked.prompts().contains(Prompt.SELECT_ACCOUNT) && !satisfied && !waiting.chosen()) {
      return new Step.ChooseAccount();
    }
    return new Step.Grant();
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
