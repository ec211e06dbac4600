package org.xinfu.idp.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.View;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.door.InPlace;
import org.xinfu.idp.door.KeptPage;

/** The login page. */
@Controller
public class LoginPage implements InPlace.Ready {
  /** Session attribute: why others ended the login that was here before. */
  public static final String ENDED = "xinfu.ended";

  /** The same, where the login was over before it was kept, and what waited in the session too. */
  public static final String OVERTAKEN = "overtaken";

  private static final Set<String> TOLD =
      Arrays.stream(SignOut.Cause.values())
          .filter(SignOut.Cause::told)
          .map(SignOut.Cause::code)
          .collect(Collectors.toUnmodifiableSet());

  /** What the template and its frame show: plain values all. */
  private static final Set<String> SHOWN =
      Set.of(
          "here",
          "message",
          "failed",
          "loginHint",
          "ukey",
          "upstreams",
          "upstreamAway",
          "upstreamMessage",
          "large",
          "kiosk");

  private final KeptPage page;
  private final List<LoginPart> parts;
  private final LocaleResolver languages;

  /** Of the template {@code login}. */
  public LoginPage(
      ThymeleafViewResolver templates, List<LoginPart> parts, LocaleResolver localeResolver) {
    this.page = new KeptPage("login", SHOWN, templates);
    this.parts = parts;
    this.languages = localeResolver;
  }

  @GetMapping("/login")
  View login(HttpServletRequest request, Model model) {
    model.addAllAttributes(shown(request));
    return page;
  }

  @Override
  public boolean answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, Object> shown;
    try {
      shown = shown(request);
    } catch (DataAccessException toldThere) {
      return false;
    }
    return page.send(shown, languages.resolveLocale(request), request, response);
  }

  private Map<String, Object> shown(HttpServletRequest request) {
    Map<String, Object> shown = new HashMap<>();
    String problem = Objects.requireNonNullElse(request.getParameter("problem"), "");
    String message =
        switch (problem) {
          case "refused" -> "login.refused";
          case "braked" -> "login.braked";
          case "passkey" -> "login.passkey.refused";
          case "overtaken" -> "login.overtaken";
          case "begin" -> "login.overtaken.begin";
          default -> request.getParameter("logout") == null ? ended(request) : "login.out";
        };
    // The page is shown at other addresses too; its links lead to its own.
    shown.put("here", request.getContextPath() + "/login");
    shown.put("message", message);
    shown.put("failed", !problem.isEmpty() && !message.isEmpty());
    parts.forEach(part -> part.write(request, shown::put));
    return shown;
  }

  private static String ended(HttpServletRequest request) {
    return request.getUserPrincipal() == null
            && request.getSession().getAttribute(ENDED) instanceof String cause
            && TOLD.contains(cause)
        ? "login.ended." + cause
        : "";
  }
}
