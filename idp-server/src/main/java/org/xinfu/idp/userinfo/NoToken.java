package org.xinfu.idp.userinfo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers whoever shows no token that is in order (RFC 6750 §3), without the address that the
 * framework adds: there is no such document here (RFC 9728), and it is made of the request's Host,
 * which whoever asks may have made up.
 */
public final class NoToken implements AuthenticationEntryPoint {
  private final BearerTokenAuthenticationEntryPoint framework =
      new BearerTokenAuthenticationEntryPoint();

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
    framework.commence(request, response, why);
    String challenge = response.getHeader(HttpHeaders.WWW_AUTHENTICATE);
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        challenge == null
            ? "Bearer"
            : challenge.replaceFirst(",? resource_metadata=\"[^\"]*\"", ""));
  }
}
