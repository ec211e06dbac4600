package org.xinfu.idp.sandbox;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.xinfu.idp.domain.Sandbox;

/**
 * Keeps fictitious persons from the pages on which people manage their own accounts: everybody
 * shares them, so nobody may give them a password, a phone or an end.
 */
public final class OwnPages implements WebMvcConfigurer, HandlerInterceptor {
  private final Sandbox sandbox;

  public OwnPages(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(this)
        .addPathPatterns(
            "/",
            "/account/**",
            "/qr/**",
            "/window/**",
            "/login/account",
            "/login/step-up",
            "/login/second/**");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (login != null && sandbox.subject(login.getName())) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return false;
    }
    return true;
  }
}
