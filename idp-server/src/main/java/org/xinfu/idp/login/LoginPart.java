package org.xinfu.idp.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;

/** What another part of the server has to say on the login page. */
public interface LoginPart {
  /**
   * Gives the attributes of the template that are this part's, in plain values.
   *
   * @param request for the page
   * @param page takes an attribute's name and its value
   */
  void write(HttpServletRequest request, BiConsumer<String, Object> page);
}
