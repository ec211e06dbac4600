package org.xinfu.idp.dpop;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.kit.web.PlainFilter;

/**
 * Refuses a client that is registered for {@code dpop_bound_access_tokens} and shows no proof at
 * the token endpoint (RFC 9449 §5.2). It stands behind the client's own proof and before anything
 * that was granted is looked at: what is refused here spends no code and no refresh token.
 */
public final class ProofWanted extends PlainFilter {
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"/oauth2/token".equals(request.getServletPath());
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (wanted() && ProofFilter.key(request).isEmpty()) {
      ProofFilter.refuse(request, response, "invalid_dpop_proof");
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean wanted() {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    RegisteredClient client =
        caller instanceof OAuth2ClientAuthenticationToken proven
            ? proven.getRegisteredClient()
            : null;
    return client != null && ClientFacts.keyBound(client);
  }
}
