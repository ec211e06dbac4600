package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.xinfu.idp.login.LoginPage;

/** Fills in {@code login_hint} on the login page (OpenID Connect Core §3.1.2.1). */
@ControllerAdvice(assignableTypes = LoginPage.class)
class LoginHint {
  private static final int LONGEST = 100;

  private final WaitingRoom room;

  LoginHint(WaitingRoom room) {
    this.room = room;
  }

  @ModelAttribute("loginHint")
  String loginHint(HttpServletRequest request) {
    return room.newest(request)
        .flatMap(seat -> room.of(request, seat))
        .map(waiting -> waiting.parameters().get("login_hint"))
        .filter(hint -> hint.length() <= LONGEST)
        .orElse("");
  }
}
