package org.xinfu.idp.authorize;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.door.InPlace;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.idp.token.LoginFacts;
import org.xinfu.kit.web.PlainFilter;

/** Second at the authorization endpoint, once the request is known to be sound: who has to act. */
final class InteractionFilter extends PlainFilter {
  private final WaitingRoom room;
  private final AuthorizationDoor.Part part;
  private final AuthenticationFailureHandler refusals;
  private final InPlace pages;

  InteractionFilter(
      WaitingRoom room,
      AuthorizationDoor.Part part,
      AuthenticationFailureHandler refusals,
      InPlace pages) {
    this.room = room;
    this.part = part;
    this.refusals = refusals;
    this.pages = pages;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Turn.of(request) == null;
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Turn turn = Turn.of(request);
    if (turn == null) {
      throw new IllegalStateException("filtered without a turn");
    }
    Instant now = part.clock().instant();
    if (lapsed()) {
      chooseAgain(request, response, turn);
      return;
    }
    String client = turn.asked().client().getClientId();
    Interaction.Login login = login(client);
    boolean trial = part.known().sandbox().client(client);
    Interaction.Here here = new Interaction.Here(now, part.wording().acr().reach());
    Interaction.Step next = Interaction.next(turn.asked(), turn.waiting(), login, here);
    if (trial
        && !(next instanceof Interaction.Step.Grant || next instanceof Interaction.Step.Refuse)) {
      chooseTestPerson(request, response, turn, next);
      return;
    }
    switch (next) {
      case Interaction.Step.Grant grant -> {
        leave(request, turn);
        WrongAnswer wrong = trial ? TrialDoor.wrong(request) : WrongAnswer.NONE;
        Turn.decide(request, facts(turn.asked(), Objects.requireNonNull(login)), wrong);
        chain.doFilter(request, response);
        if (Turn.isLoginOver(request)) {
          logInAgain(request, response, turn, now);
        }
      }
      case Interaction.Step.LogIn due -> logIn(request, response, turn, now);
      case Interaction.Step.ChooseAccount due -> {
        room.seat(request, turn.seat(), turn.waiting());
        response.sendRedirect("/login/account" + language(turn));
      }
      case Interaction.Step.StepUp due -> {
        room.seat(request, turn.seat(), turn.waiting());
        response.sendRedirect("/login/step-up?aal=" + due.wanted() + also(turn));
      }
      case Interaction.Step.Enrol due -> more(request, response, turn, MorePage.Need.FACTOR);
      case Interaction.Step.Verify due -> more(request, response, turn, MorePage.Need.PROOF);
      case Interaction.Step.Refuse refuse -> {
        leave(request, turn);
        if (refuse.level()) {
          notReached(turn.asked(), refuse.code());
        }
        refusals.onAuthenticationFailure(
            request, response, turn.asked().refused(refuse.code(), refuse.description()));
      }
    }
  }

  /** Shows the login page. */
  private void logIn(
      HttpServletRequest request, HttpServletResponse response, Turn turn, Instant now)
      throws IOException, ServletException {
    if (!admitted(request, turn)) {
      refuseLarge(request, response, turn);
      return;
    }
    room.seat(request, turn.seat(), turn.waiting().loginAsked(now));
    readyForm(request);
    String page = "/login" + language(turn);
    if (repeatable(request, turn)) {
      pages.show(request, response, page);
    } else {
      response.sendRedirect(page);
    }
  }

  /**
   * The login to which this was to be granted was over before: it was ended from elsewhere, another
   * window's took its place, or the account was changed meanwhile. Whoever can just ask again does,
   * and is answered as who they are now. Where another window's took its place the browser has its
   * session, which this request does not know: that one stays, and the service has to ask again.
   * Else nobody is logged in any more; the login page says why, and the request waits for the next
   * login.
   */
  private void logInAgain(
      HttpServletRequest request, HttpServletResponse response, Turn turn, Instant now)
      throws IOException, ServletException {
    if (repeatable(request, turn)) {
      response.sendRedirect(request.getRequestURI() + "?" + request.getQueryString());
      return;
    }
    if (turn.asked().prompts().contains(Prompt.NONE)) {
      refusals.onAuthenticationFailure(
          request, response, turn.asked().refused("login_required", "the login is over"));
      return;
    }
    if (part.known().represented().visit().replaced()) {
      response.sendRedirect("/login?problem=begin" + also(turn));
      return;
    }
    SecurityContextHolder.clearContext();
    String seat = room.anew(request, turn.waiting().loginAskedAgain(now));
    if (part.known().sandbox().client(turn.asked().client().getClientId())) {
      response.sendRedirect(room.wayBack(seat)); // test persons are chosen, again
      return;
    }
    response.sendRedirect("/login?problem=overtaken" + also(turn));
  }

  /** Whether the request may wait; a pushed one was counted when it was pushed, and waits once. */
  private boolean admitted(HttpServletRequest request, Turn turn) {
    if (request.getParameter("request_uri") != null) {
      room.onceOnly(request);
      return true;
    }
    return room.admits(request, turn.seat(), turn.waiting());
  }

  private void refuseLarge(HttpServletRequest request, HttpServletResponse response, Turn turn)
      throws IOException, ServletException {
    refusals.onAuthenticationFailure(
        request,
        response,
        turn.asked().refused("temporarily_unavailable", "too many large requests; push them"));
  }

  /**
   * Whether a browser that asks again, as by a reload, is answered the same: then the page may
   * stand under the address of the request. A pushed request is there once, and a form is asked
   * about.
   */
  private static boolean repeatable(HttpServletRequest request, Turn turn) {
    return request.getMethod().equals("GET")
        && turn.seat() == null
        && request.getParameter("request_uri") == null;
  }

  /** The login page's form needs a token, kept in the session that is being written anyway. */
  private static void readyForm(HttpServletRequest request) {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      token.getToken();
    }
  }

  /** Whatever is due, the fictitious person chooses themselves again, as strong as is wanted. */
  private void chooseTestPerson(
      HttpServletRequest request, HttpServletResponse response, Turn turn, Interaction.Step due)
      throws IOException, ServletException {
    if (!admitted(request, turn)) {
      refuseLarge(request, response, turn);
      return;
    }
    boolean again =
        due instanceof Interaction.Step.LogIn || due instanceof Interaction.Step.ChooseAccount;
    Waiting waiting = turn.waiting();
    String seat =
        room.seat(
            request, turn.seat(), again ? waiting.loginAsked(part.clock().instant()) : waiting);
    String page = TrialDoor.lead(request, turn.asked().client().getClientId());
    response.sendRedirect(page + (again ? language(turn) : "?seat=" + seat + also(turn)));
  }

  /** Whether the login acts under a mandate that does not stand any more. */
  private boolean lapsed() {
    AuthorizationDoor.Represented represented = part.known().represented();
    return represented
        .visit()
        .acting()
        .filter(acting -> represented.identities().now(acting).isEmpty())
        .isPresent();
  }

  /** From here on the person acts for themselves, and says for whom before anything is granted. */
  private void chooseAgain(HttpServletRequest request, HttpServletResponse response, Turn turn)
      throws ServletException, IOException {
    request.getSession().removeAttribute(Acting.KEPT);
    if (turn.asked().prompts().contains(Prompt.NONE)) {
      leave(request, turn);
      refusals.onAuthenticationFailure(
          request,
          response,
          turn.asked().refused("account_selection_required", "the mandate does not stand"));
      return;
    }
    room.seat(request, turn.seat(), turn.waiting());
    response.sendRedirect("/login/account" + language(turn));
  }

  private void more(
      HttpServletRequest request, HttpServletResponse response, Turn turn, MorePage.Need need)
      throws IOException {
    room.seat(request, turn.seat(), turn.waiting());
    response.sendRedirect("/login/more?need=" + need + also(turn));
  }

  private static String also(Turn turn) {
    return language(turn).replace('?', '&');
  }

  private void leave(HttpServletRequest request, Turn turn) {
    String seat = turn.seat();
    if (seat != null) {
      room.leave(request, seat);
    }
  }

  private static String language(Turn turn) {
    return Languages.first(turn.asked().parameters().get("ui_locales"))
        .map(language -> "?lang=" + language)
        .orElse("");
  }

  /** Whoever is logged in reads in the book which service wanted more, and what. */
  private void notReached(Asked asked, String code) {
    Authentication login =
        Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
    String levels =
        Stream.of(asked.wishes().least(), asked.wishes().acr())
            .flatMap(wish -> wish.levels().stream())
            .map(AcrNames.Level::name)
            .distinct()
            .collect(Collectors.joining(" "));
    IdpAudit.Fact fact =
        new IdpAudit.Fact("level-asked", code.replace('_', '-'), Map.of("asked", levels));
    part.audit().record(asked.client().getClientId(), login.getName(), fact);
  }

  private LoginFacts facts(Asked asked, Interaction.Login login) {
    Aal shown = login.shown().level();
    String acr =
        asked
            .wishes()
            .acr()
            .met(login.known(), shown)
            .orElseGet(() -> part.wording().acr().of(login.known(), shown));
    return LoginFacts.of(acr, login.shown(), asked.wishes().told()).showing(asked.wishes().shown());
  }

  private Interaction.@Nullable Login login(String clientId) {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (login == null
        || login instanceof AnonymousAuthenticationToken
        || !login.isAuthenticated()) {
      return null;
    }
    String account = login.getName();
    String subject =
        part.known().represented().visit().acting().map(Acting::entityId).orElse(account);
    if (!part.known().sandbox().meet(clientId, account)
        || !part.known().sandbox().meet(clientId, subject)) {
      return null; // to this client nobody is logged in
    }
    Assurance shown = FactorAuthorities.assurance(login);
    return new Interaction.Login(
        part.known().subjects().of(clientId, subject),
        part.known().levels().of(account),
        shown,
        () -> LoginNow.within(part.known(), account, shown, part.clock().instant()));
  }
}
