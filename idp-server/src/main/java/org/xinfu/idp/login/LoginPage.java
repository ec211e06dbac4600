package org.xinfu.idp.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.door.KeptPage;

/** The login page. */
@Controller
public class LoginPage {
  /** Session attribute: why others ended the login that was here before. */
  public static final String ENDED = "xinfu.ended";

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

  private final View page;

  /** Of the template {@code login}. */
  public LoginPage(ThymeleafViewResolver templates) {
    this.page = new KeptPage("login", SHOWN, templates);
  }

  @GetMapping("/login")
  View login(
      @RequestParam(defaultValue = "") String problem,
      @RequestParam(required = false) String logout,
      HttpServletRequest request,
      Model model) {
    String message =
        switch (problem) {
          case "refused" -> "login.refused";
          case "braked" -> "login.braked";
          case "passkey" -> "login.passkey.refused";
          default -> logout == null ? ended(request) : "login.out";
        };
    // The page is shown at other addresses too; its links lead to its own.
    model.addAttribute("here", request.getContextPath() + "/login");
    model.addAttribute("message", message);
    model.addAttribute("failed", !problem.isEmpty() && !message.isEmpty());
    return page;
  }

  private static String ended(HttpServletRequest request) {
    return request.getUserPrincipal() == null
            && request.getSession().getAttribute(ENDED) instanceof String cause
            && TOLD.contains(cause)
        ? "login.ended." + cause
        : "";
  }
}
