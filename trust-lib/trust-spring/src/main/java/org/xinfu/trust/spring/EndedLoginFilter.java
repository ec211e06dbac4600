package org.xinfu.trust.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.filter.OncePerRequestFilter;

/** A session whose login has ended ends at its next request, whatever that asks for. */
final class EndedLoginFilter extends OncePerRequestFilter {
  private final EndedLogins ends;

  EndedLoginFilter(EndedLogins ends) {
    this.ends = ends;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (login != null
        && login.getPrincipal() instanceof OidcUser user
        && ended(user.getIdToken())) {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
      SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
    }
    chain.doFilter(request, response);
  }

  private boolean ended(OidcIdToken token) {
    Instant issued = token.getIssuedAt();
    return ends.hasEnded(
        token.getClaimAsString("sid"), token.getSubject(), issued == null ? Instant.EPOCH : issued);
  }
}
