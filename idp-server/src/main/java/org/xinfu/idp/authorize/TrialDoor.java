package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.xinfu.idp.domain.WrongAnswer;

/**
 * Between a request of a client in trial and the page on which a fictitious person chooses
 * themselves: who waits, and what the client is to be told wrongly, once.
 */
public final class TrialDoor {
  /** The page. */
  public static final String PAGE = "/login/test-persons";

  private static final String CLIENT = "xinfu.sandbox.client";
  private static final String WRONG = "xinfu.sandbox.wrong";

  private TrialDoor() {}

  /** Where the browser goes to; the page then knows for which client. */
  static String lead(HttpServletRequest request, String clientId) {
    request.getSession().setAttribute(CLIENT, clientId);
    return PAGE;
  }

  /** The client in trial that led this browser to the page. */
  public static Optional<String> client(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null
        ? Optional.empty()
        : Optional.ofNullable((String) session.getAttribute(CLIENT));
  }

  /** Has the next answer to that client spoilt. */
  public static void spoil(HttpServletRequest request, WrongAnswer wrong) {
    request.getSession().setAttribute(WRONG, wrong.name());
  }

  /** What is to be told wrongly; nothing the next time. */
  static WrongAnswer wrong(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Object name = session == null ? null : session.getAttribute(WRONG);
    if (session == null || name == null) {
      return WrongAnswer.NONE;
    }
    session.removeAttribute(WRONG);
    return WrongAnswer.parse((String) name);
  }
}
