package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.xinfu.idp.login.LoginPart;

/** Fills in {@code login_hint} on the login page (OpenID Connect Core §3.1.2.1). */
@Component
class LoginHint implements LoginPart {
  private static final int LONGEST = 100;

  private final WaitingRoom room;

  LoginHint(WaitingRoom room) {
    this.room = room;
  }

  @Override
  public void write(HttpServletRequest request, BiConsumer<String, Object> page) {
    page.accept(
        "loginHint",
        room.newest(request)
            .flatMap(seat -> room.of(request, seat))
            .map(waiting -> waiting.parameters().get("login_hint"))
            .filter(hint -> hint.length() <= LONGEST)
            .orElse(""));
  }
}
