package org.xinfu.idp.ukey;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.xinfu.idp.login.LoginPage;

/** Offers the login with a UKey on the login page where any is trusted. */
@ControllerAdvice(assignableTypes = LoginPage.class)
class UkeyChoice {
  private final VerifyUkey ukey;

  UkeyChoice(VerifyUkey ukey) {
    this.ukey = ukey;
  }

  @ModelAttribute("ukey")
  boolean offered() {
    return ukey.offered();
  }
}
