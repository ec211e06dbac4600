package org.xinfu.idp.factor;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.login.LogIn;
import org.xinfu.kit.web.PlainFilter;

/** Where a password opens the door: the form of the login page. */
public final class PasswordDoor extends PlainFilter {
  private static final String PAGE = "/login";

  private final LogIn logIn;
  private final Completion completion;

  public PasswordDoor(LogIn logIn, Completion completion) {
    this.logIn = logIn;
    this.completion = completion;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || !request.getServletPath().equals(PAGE);
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String name = Objects.requireNonNullElse(request.getParameter("username"), "");
    String password = Objects.requireNonNullElse(request.getParameter("password"), "");
    switch (logIn.attemptOwing(name, password, Devices.origin(request))) {
      case LogIn.Outcome.Done done -> completion.password(request, response, done);
      case LogIn.Outcome.Refused refused -> refuse(request, response, "refused");
      case LogIn.Outcome.Braked braked -> refuse(request, response, "braked");
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, String problem) throws IOException {
    response.sendRedirect(request.getContextPath() + PAGE + "?problem=" + problem);
  }
}
