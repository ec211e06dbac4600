package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.idp.token.LoginFacts;
import org.xinfu.idp.token.SandboxClaims;

/**
 * Hands the request that was read to the framework. Once it is settled who answers, it leaves out
 * the scopes that their roles do not permit (RFC 6749 §3.3: the answer's {@code scope} says what
 * was granted). Scopes that the client may not ask for stay in, so that the request is refused as
 * it must be.
 */
final class PermittedScopes implements AuthenticationConverter {
  private final Function<String, Optional<Account>> accounts;
  private final Visit visit;

  PermittedScopes(Function<String, Optional<Account>> accounts, Visit visit) {
    this.accounts = accounts;
    this.visit = visit;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Turn turn = Turn.of(request);
    if (turn == null) {
      return null; // the form of the consent page
    }
    Asked asked = turn.asked();
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    String uri = request.getRequestURL().toString();
    LoginFacts facts = Turn.facts(request).orElse(null);
    if (login == null || facts == null) {
      return asked.token(new Asked.Answerer(uri, login, Map.of()), asked.scopes());
    }
    Map<String, Object> kept = new HashMap<>(facts.stored());
    kept.putAll(SandboxClaims.stored(Turn.wrong(request)));
    Optional<Acting> acting = visit.acting();
    if (acting.isPresent()) {
      kept.putAll(ActingClaims.stored(acting.get()));
      // What somebody may do for themselves they may not do in another's name.
      return asked.token(new Asked.Answerer(uri, login, kept), reduced(asked, Set.of()));
    }
    Set<String> granted =
        accounts
            .apply(login.getName())
            .filter(Account::active)
            .map(account -> forThemselves(asked, account))
            .orElse(asked.scopes());
    return asked.token(new Asked.Answerer(uri, login, kept), granted);
  }

  private static Set<String> forThemselves(Asked asked, Account account) {
    Set<String> kept = reduced(asked, account.roles());
    if (asked.client().getScopes().contains(Scopes.ENTITY)) {
      kept.remove(Scopes.ENTITY);
    }
    return kept;
  }

  private static Set<String> reduced(Asked asked, Set<Role> roles) {
    Set<String> kept = new LinkedHashSet<>(Scopes.permitted(asked.scopes(), roles));
    asked.scopes().stream()
        .filter(scope -> !asked.client().getScopes().contains(scope))
        .forEach(kept::add);
    return kept;
  }
}
