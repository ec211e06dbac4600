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
  @GetMapping(path = "/logout", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  String ask(jakarta.servlet.http.HttpServletRequest request, CsrfToken csrf, Locale language) {
    PlainPage page = new PlainPage(language, "退出登录", "Log out");
    return page.around(
        """
        <form method="post" action="%s"><input type="hidden" name="%s" value="%s">
        <button type="submit" id="logout">%s</button></form>
        """
            .formatted(
                HtmlUtils.htmlEscape(request.getContextPath() + "/logout"),
                HtmlUtils.htmlEscape(csrf.getParameterName()),
                HtmlUtils.htmlEscape(csrf.getToken()),
                page.say("退出登录", "Log out")));
  }
}
