package org.xinfu.trust.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.web.util.HtmlUtils;

/**
 * Tells a person that a login came to nothing. It leads nowhere by itself: another try at once
 * would come back with the same answer, and again.
 */
final class LoginProblem {
  private LoginProblem() {}

  /** The provider said no, or what it said is not to be believed. */
  static void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
      throws IOException {
    String code =
        problem instanceof OAuth2AuthenticationException oauth
            ? oauth.getError().getErrorCode()
            : "login_failed";
    boolean weak = code.equals("unmet_authentication_requirements");
    write(request, response, weak ? HttpServletResponse.SC_FORBIDDEN : 401, code);
  }

  /** The person came back and their login still does not do. */
  static void tooWeak(HttpServletRequest request, HttpServletResponse response) throws IOException {
    write(request, response, HttpServletResponse.SC_FORBIDDEN, "insufficient_user_authentication");
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, int status, String code)
      throws IOException {
    PlainPage page =
        status == HttpServletResponse.SC_FORBIDDEN
            ? new PlainPage(request.getLocale(), "此处需要更高级别的登录", "A stronger login is needed here")
            : new PlainPage(request.getLocale(), "登录未完成", "You are not signed in");
    String text =
        status == HttpServletResponse.SC_FORBIDDEN
            ? page.say("您的登录未达到此页面要求的级别。", "Your login is not as strong as this page asks for.")
            : page.say("登录被取消或未被接受。", "The login was cancelled or not accepted.");
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response
        .getWriter()
        .write(
            page.around(
                "<p id=\"problem\" data-code=\"%s\">%s</p>\n<p><a id=\"back\" href=\"%s/\">%s</a></p>\n"
                    .formatted(
                        HtmlUtils.htmlEscape(code),
                        text,
                        HtmlUtils.htmlEscape(request.getContextPath()),
                        page.say("返回首页", "Back to the start"))));
  }
}
