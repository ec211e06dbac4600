package org.xinfu.idp.ukey;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.xinfu.idp.login.LoginPart;

/** Offers the login with a UKey on the login page where any is trusted. */
@Component
class UkeyChoice implements LoginPart {
  private final VerifyUkey ukey;

  UkeyChoice(VerifyUkey ukey) {
    this.ukey = ukey;
  }

  @Override
  public void write(HttpServletRequest request, BiConsumer<String, Object> page) {
    page.accept("ukey", ukey.offered());
  }
}
