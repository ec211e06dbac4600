package org.xinfu.kit.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page what the layout shows: language, who is signed in, the form token. */
@AutoConfiguration
@Import(ConsoleAutoConfiguration.Shell.class)
class ConsoleAutoConfiguration {
  /** Model of {@code kit/layout}. */
  @ControllerAdvice(annotations = Controller.class)
  static final class Shell {
    private final List<FooterNotice> notices;

    Shell(ObjectProvider<FooterNotice> notices) {
      this.notices = notices.orderedStream().toList();
    }

    @ModelAttribute("shell")
    Frame shell(HttpServletRequest request, Locale language, @Nullable Authentication login) {
      boolean chinese = language.getLanguage().equals("zh");
      @Nullable CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
      return new Frame(
          chinese ? "zh-CN" : "en",
          chinese ? "en" : "zh-CN",
          name(login),
          csrf == null ? "" : csrf.getHeaderName(),
          csrf == null ? "" : csrf.getToken(),
          notices);
    }

    private static String name(@Nullable Authentication login) {
      if (login == null || !login.isAuthenticated()) {
        return "";
      }
      if (login.getPrincipal() instanceof OidcUser user && user.getFullName() != null) {
        return user.getFullName();
      }
      return login.getName();
    }
  }

  /**
   * What the layout shows.
   *
   * @param language of this page
   * @param otherLanguage what the switch leads to
   * @param person who is signed in; empty for nobody
   * @param csrfHeader header that htmx sends
   * @param csrfToken and its value
   * @param notices in the footer
   */
  record Frame(
      String language,
      String otherLanguage,
      String person,
      String csrfHeader,
      String csrfToken,
      List<FooterNotice> notices) {}
}
