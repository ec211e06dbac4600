package org.xinfu.idp.factor;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.door.StraightOn;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.idp.login.LogIn;
import org.xinfu.idp.login.LoginGeneration;

/**
 * Ends a login: at once when the password is all the account has, else after the second factor.
 * Between the two nobody is logged in.
 */
public final class Completion {
  private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

  /** The token that forms carry; who knew it before a login does not know it after. */
  private static final String FORM_TOKEN =
      HttpSessionCsrfTokenRepository.class.getName() + ".CSRF_TOKEN";

  private final Predicate<String> guarded;
  private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
  private final StraightOn straightOn;
  private final SavedRequestAwareAuthenticationSuccessHandler onwards =
      new SavedRequestAwareAuthenticationSuccessHandler();

  /**
   * Ends logins.
   *
   * @param guarded whether a password alone does not log an account in
   */
  public Completion(Predicate<String> guarded, StraightOn straightOn) {
    this.guarded = guarded;
    this.straightOn = straightOn;
    onwards.setDefaultTargetUrl("/account");
  }

  /**
   * Ends a login by password. Whoever was logged in in this browser before is not any more, nor
   * does anything that was known of the session from before lead on.
   */
  void password(HttpServletRequest request, HttpServletResponse response, LogIn.Outcome.Done done)
      throws IOException, ServletException {
    Entrant who = done.account().entrant();
    Assurance shown = Assurance.none().with(Factor.PASSWORD, done.at());
    if (done.owed() != null) {
      request.getSession().setAttribute(KnownDevices.OWED, done.owed());
    }
    if (guarded.test(who.accountId())) {
      renew(request);
      SecurityContextHolder.clearContext();
      contexts.saveContext(SecurityContextHolder.createEmptyContext(), request, response);
    }
    arrived(request, response, who, shown);
  }

  /** Ends a login that was shown elsewhere, like any other: after the second factor if due. */
  public void arrived(
      HttpServletRequest request, HttpServletResponse response, Entrant who, Assurance shown)
      throws IOException, ServletException {
    arrived(request, response, new Arrival(who, shown, null));
  }

  /** The same, perhaps for somebody else. */
  public void arrived(HttpServletRequest request, HttpServletResponse response, Arrival arrival)
      throws IOException, ServletException {
    Entrant who = arrival.who();
    if (guarded.test(who.accountId())) {
      String shown = arrival.shown().text();
      keep(request, new PendingLogin(who, shown, false, null, arrival.acting()));
      response.sendRedirect("/login/second");
    } else {
      goOn(request, response, enter(request, response, arrival));
    }
  }

  /**
   * Who logs in.
   *
   * @param acting for whom from then on; null leaves that as it is
   */
  public record Arrival(Entrant who, Assurance shown, @Nullable Acting acting) {}

  /** Asks somebody who is logged in for more. */
  void stepUp(HttpServletRequest request, Authentication login, Aim aim) {
    String shown = FactorAuthorities.assurance(login).text();
    keep(request, new PendingLogin(LoginGeneration.of(login), shown, true, aim.wanted(), null));
    if (!aim.next().isEmpty()) {
      request.getSession().setAttribute(SAVED_REQUEST, new SimpleSavedRequest(aim.next()));
    }
  }

  /** Whose login asks for more in this browser; empty when none does. */
  public Optional<String> askedForMore(HttpServletRequest request) {
    return stepUp(request).map(PendingLogin::accountId);
  }

  /** Goes on with {@link #askedForMore} when the factor was shown on a page of its own. */
  public void shownMore(
      HttpServletRequest request, HttpServletResponse response, Factor factor, Instant at)
      throws IOException, ServletException {
    PendingLogin pending = stepUp(request).orElseThrow();
    finish(request, response, pending.who(), pending.assurance().with(factor, at));
  }

  private static Optional<PendingLogin> stepUp(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(PendingLogin.KEPT) instanceof PendingLogin kept
        ? Optional.of(kept).filter(PendingLogin::stepUp)
        : Optional.empty();
  }

  /**
   * What a step-up is for.
   *
   * @param wanted the level; null when any factor will do
   * @param next a path of ours to go on with; empty when a request waits in the session
   */
  record Aim(@Nullable Aal wanted, String next) {}

  /** Logs in with all that was shown, under a new session id (session fixation). */
  public void finish(
      HttpServletRequest request, HttpServletResponse response, Entrant who, Assurance shown)
      throws IOException, ServletException {
    Authentication login = enter(request, response, who, shown);
    goOn(request, response, login);
  }

  /** To what waits: its answer where it can be given at once, else the page by which it goes on. */
  private void goOn(HttpServletRequest request, HttpServletResponse response, Authentication login)
      throws IOException, ServletException {
    HttpSession session = request.getSession();
    if (session.getAttribute(SAVED_REQUEST) instanceof SavedRequest home
        && straightOn.leads(home.getRedirectUrl())) {
      session.removeAttribute(SAVED_REQUEST);
      straightOn.go(request, response, home.getRedirectUrl());
    } else {
      onwards.onAuthenticationSuccess(request, response, login);
    }
  }

  /** The same without leading anywhere. */
  Authentication enter(
      HttpServletRequest request, HttpServletResponse response, Entrant who, Assurance shown) {
    return enter(request, response, new Arrival(who, shown, waiting(request, who)));
  }

  /** For whom somebody acts who has shown their second factor. */
  private static @Nullable Acting waiting(HttpServletRequest request, Entrant who) {
    HttpSession session = request.getSession(false);
    return session != null
            && session.getAttribute(PendingLogin.KEPT) instanceof PendingLogin kept
            && kept.who().equals(who)
        ? kept.acting()
        : null;
  }

  private Authentication enter(
      HttpServletRequest request, HttpServletResponse response, Arrival arrival) {
    List<GrantedAuthority> authorities =
        arrival.shown().done().entrySet().stream()
            .map(one -> FactorAuthorities.of(one.getKey(), one.getValue()))
            .toList();
    Authentication login = login(arrival.who(), authorities);
    request.getSession().removeAttribute(PendingLogin.KEPT);
    renew(request);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(login);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    if (arrival.acting() != null) {
      request.getSession().setAttribute(Acting.KEPT, arrival.acting());
    }
    return login;
  }

  /** Against session fixation. */
  private static void renew(HttpServletRequest request) {
    request.getSession().removeAttribute(FORM_TOKEN);
    request.changeSessionId();
  }

  private static Authentication login(
      Entrant who, Collection<? extends GrantedAuthority> authorities) {
    UsernamePasswordAuthenticationToken login =
        UsernamePasswordAuthenticationToken.authenticated(who.accountId(), null, authorities);
    login.setDetails(LoginGeneration.details(who));
    return login;
  }

  private static void keep(HttpServletRequest request, PendingLogin pending) {
    request.getSession().setAttribute(PendingLogin.KEPT, pending);
  }
}
