package org.xinfu.trust.spring;

import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** {@code GET /logout}: a button, since a link must not log anybody out. */
@RestController
class LogoutPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="%1$s">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
      <title>%2$s</title></head>
      <body><main><h1>%2$s</h1>
      <form method="post" action="%3$s"><input type="hidden" name="%4$s" value="%5$s">
      <button type="submit" id="logout">%2$s</button></form></main></body>
      </html>
      """;

  @GetMapping(path = "/logout", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  String ask(jakarta.servlet.http.HttpServletRequest request, CsrfToken csrf, Locale language) {
    boolean chinese = language.getLanguage().equals("zh");
    return PAGE.formatted(
        chinese ? "zh-CN" : "en",
        chinese ? "退出登录" : "Log out",
        HtmlUtils.htmlEscape(request.getContextPath() + "/logout"),
        HtmlUtils.htmlEscape(csrf.getParameterName()),
        HtmlUtils.htmlEscape(csrf.getToken()));
  }
}
