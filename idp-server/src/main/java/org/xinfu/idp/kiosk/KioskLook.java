package org.xinfu.idp.kiosk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.xinfu.idp.domain.Kiosk;
import org.xinfu.idp.login.LoginPart;

/** Gives every page at a kiosk the button that ends and wipes, and a clock that does the same. */
@ControllerAdvice(annotations = Controller.class)
class KioskLook implements LoginPart {
  /** Seconds after which an untouched page goes to where it is wiped; 0 elsewhere. */
  @ModelAttribute("kiosk")
  int kiosk(HttpServletRequest request) {
    @Nullable HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(Kiosk.KEPT) instanceof Kiosk kiosk
        ? kiosk.idleSeconds() + 2
        : 0;
  }

  @Override
  public void write(HttpServletRequest request, BiConsumer<String, Object> page) {
    page.accept("kiosk", kiosk(request));
  }
}
