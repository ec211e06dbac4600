package org.xinfu.idp.authorize;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.token.LoginFacts;

/** Who is logged in in the browser that asks, for whom they act, and what that login is worth. */
public final class LoginNow {
  private final AuthorizationDoor.Known known;
  private final AcrNames names;
  private final Clock clock;

  public LoginNow(AuthorizationDoor.Known known, AcrNames names, Clock clock) {
    this.known = known;
    this.names = names;
    this.clock = clock;
  }

  /**
   * A login; its facts name both axes.
   *
   * @param acting for whom the person acts; null for themselves
   */
  public record Here(
      String sid, String account, Worth worth, LoginFacts facts, @Nullable Acting acting) {}

  /**
   * What a login is worth.
   *
   * @param within the level that the person reaches by all factors that they have
   */
  public record Worth(Ial known, Assurance shown, Supplier<Aal> within) {}

  /** The login; empty when nobody is logged in. */
  public Optional<Here> here() {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    Visit visit = known.represented().visit();
    String sid = visit.sid().orElse(null);
    if (login == null
        || login instanceof AnonymousAuthenticationToken
        || !login.isAuthenticated()
        || sid == null) {
      return Optional.empty();
    }
    String account = login.getName();
    Ial level = known.levels().of(account);
    Assurance shown = FactorAuthorities.assurance(login);
    String acr = names.of(level, shown.level());
    LoginFacts facts = LoginFacts.of(acr, shown, List.of());
    Worth worth = new Worth(level, shown, () -> within(known, account, shown, clock.instant()));
    return Optional.of(new Here(sid, account, worth, facts, visit.acting().orElse(null)));
  }

  /** The level of a login that has shown this and shows all else that the account has. */
  static Aal within(AuthorizationDoor.Known known, String account, Assurance shown, Instant now) {
    Assurance within = shown;
    for (Factor factor : known.factors().of(account)) {
      within = within.with(factor, now);
    }
    return within.level();
  }

  /** Whether the login acts under a mandate that does not stand any more. */
  boolean lapsed(Here here) {
    Acting acting = here.acting();
    return acting != null && known.represented().identities().now(acting).isEmpty();
  }

  /** What is due for a level that the login has not reached. */
  Interaction.Step due(Here here, AcrWish wish, boolean declined) {
    Worth worth = here.worth();
    return new Stronger(names.reach(), false, declined)
        .due(
            wish,
            new Interaction.Login(here.account(), worth.known(), worth.shown(), worth.within()));
  }
}
