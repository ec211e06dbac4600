package org.xinfu.idp.factor;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.login.FactorAuthorities;

/**
 * Ends a login: at once when the password is all the account has, else after the second factor.
 * Between the two nobody is logged in.
 */
public final class Completion implements AuthenticationSuccessHandler {
  private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

  private final SecondFactors factors;
  private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
  private final SavedRequestAwareAuthenticationSuccessHandler onwards =
      new SavedRequestAwareAuthenticationSuccessHandler();

  public Completion(SecondFactors factors) {
    this.factors = factors;
    onwards.setDefaultTargetUrl("/account");
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication login)
      throws IOException, ServletException {
    if (!factors.required(login.getName())) {
      onwards.onAuthenticationSuccess(request, response, login);
      return;
    }
    SecurityContextHolder.clearContext();
    contexts.saveContext(SecurityContextHolder.createEmptyContext(), request, response);
    String shown = FactorAuthorities.assurance(login).text();
    keep(request, new PendingLogin(login.getName(), shown, false));
    response.sendRedirect("/login/second");
  }

  /** Asks somebody who is logged in for more; {@code next} is a path of ours to go on with. */
  void stepUp(HttpServletRequest request, Authentication login, String next) {
    String shown = FactorAuthorities.assurance(login).text();
    keep(request, new PendingLogin(login.getName(), shown, true));
    if (!next.isEmpty()) {
      request.getSession().setAttribute(SAVED_REQUEST, new SimpleSavedRequest(next));
    }
  }

  /** Logs in with all that was shown, under a new session id (session fixation). */
  public void finish(
      HttpServletRequest request, HttpServletResponse response, String accountId, Assurance shown)
      throws IOException, ServletException {
    List<GrantedAuthority> authorities =
        shown.done().entrySet().stream()
            .map(one -> FactorAuthorities.of(one.getKey(), one.getValue()))
            .toList();
    Authentication login = login(accountId, authorities);
    HttpSession session = request.getSession();
    session.removeAttribute(PendingLogin.KEPT);
    request.changeSessionId();
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(login);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    onwards.onAuthenticationSuccess(request, response, login);
  }

  private static Authentication login(
      String accountId, Collection<? extends GrantedAuthority> authorities) {
    return UsernamePasswordAuthenticationToken.authenticated(accountId, null, authorities);
  }

  private static void keep(HttpServletRequest request, PendingLogin pending) {
    request.getSession().setAttribute(PendingLogin.KEPT, pending);
  }
}
