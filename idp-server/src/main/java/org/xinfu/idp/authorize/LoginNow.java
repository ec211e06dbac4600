package org.xinfu.idp.authorize;

import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.token.LoginFacts;

/** Who is logged in in the browser that asks, and what that login is worth. */
public final class LoginNow {
  private final IdentityLevels levels;
  private final AcrNames names;
  private final Visit visit;

  public LoginNow(IdentityLevels levels, AcrNames names, Visit visit) {
    this.levels = levels;
    this.names = names;
    this.visit = visit;
  }

  /** A login; its facts name both axes. */
  public record Here(String sid, String account, Ial known, Assurance shown, LoginFacts facts) {}

  /** The login; empty when nobody is logged in. */
  public Optional<Here> here() {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    String sid = visit.sid().orElse(null);
    if (login == null
        || login instanceof AnonymousAuthenticationToken
        || !login.isAuthenticated()
        || sid == null) {
      return Optional.empty();
    }
    Ial known = levels.of(login.getName());
    Assurance shown = FactorAuthorities.assurance(login);
    String acr = names.of(known, shown.level());
    LoginFacts facts = LoginFacts.of(acr, shown, List.of());
    return Optional.of(new Here(sid, login.getName(), known, shown, facts));
  }
}
