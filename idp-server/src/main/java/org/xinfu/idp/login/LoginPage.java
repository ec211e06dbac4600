package org.xinfu.idp.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The login page and where a failed attempt leads. */
@Controller
public class LoginPage implements AuthenticationFailureHandler {
  @GetMapping("/login")
  String login(
      @RequestParam(defaultValue = "") String problem,
      @RequestParam(required = false) String logout,
      Model model) {
    String message =
        switch (problem) {
          case "refused" -> "login.refused";
          case "braked" -> "login.braked";
          case "passkey" -> "login.passkey.refused";
          default -> logout == null ? "" : "login.out";
        };
    model.addAttribute("message", message);
    model.addAttribute("failed", !message.isEmpty() && !message.equals("login.out"));
    return "login";
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String problem = failure instanceof LockedException ? "braked" : "refused";
    response.sendRedirect(request.getContextPath() + "/login?problem=" + problem);
  }
}
