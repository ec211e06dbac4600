package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.token.LoginFacts;

/**
 * What one HTTP request brought to the authorization endpoint.
 *
 * @param seat where it waited before; null when it is new
 */
record Turn(Asked asked, Waiting waiting, @Nullable String seat) {
  private static final String ATTRIBUTE = "xinfu.authorize.turn";
  private static final String DECIDED = "xinfu.authorize.decided";
  private static final String MODE = "xinfu.authorize.response_mode";
  private static final String WRONG = "xinfu.authorize.wrong";
  private static final String OVER = "xinfu.authorize.over";

  static @Nullable Turn of(HttpServletRequest request) {
    return (Turn) request.getAttribute(ATTRIBUTE);
  }

  void keep(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
    answer(request, asked.mode());
  }

  /** Nothing is due any more: the framework may grant, under these facts. */
  static void decide(HttpServletRequest request, LoginFacts facts, WrongAnswer wrong) {
    request.setAttribute(DECIDED, facts);
    spoil(request, wrong);
  }

  static Optional<LoginFacts> facts(HttpServletRequest request) {
    return Optional.ofNullable((LoginFacts) request.getAttribute(DECIDED));
  }

  static boolean decided(HttpServletRequest request) {
    return request.getAttribute(DECIDED) != null;
  }

  /** The login was over before anything was granted to it. */
  static void loginOver(HttpServletRequest request) {
    request.setAttribute(OVER, true);
  }

  static boolean isLoginOver(HttpServletRequest request) {
    return request.getAttribute(OVER) != null;
  }

  /** What the client in trial is to be told wrongly. */
  static void spoil(HttpServletRequest request, WrongAnswer wrong) {
    request.setAttribute(WRONG, wrong);
  }

  static WrongAnswer wrong(HttpServletRequest request) {
    return request.getAttribute(WRONG) instanceof WrongAnswer wrong ? wrong : WrongAnswer.NONE;
  }

  static void answer(HttpServletRequest request, ResponseMode mode) {
    request.setAttribute(MODE, mode);
  }

  static ResponseMode mode(HttpServletRequest request) {
    return request.getAttribute(MODE) instanceof ResponseMode mode ? mode : ResponseMode.QUERY;
  }
}
