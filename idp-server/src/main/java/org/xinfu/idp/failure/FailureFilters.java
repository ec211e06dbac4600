package org.xinfu.idp.failure;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.xinfu.idp.client.AssertionNames;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.door.BasicUser;
import org.xinfu.idp.failure.ClientFailures.Asking;
import org.xinfu.kit.web.PlainFilter;

/**
 * Counts what fails at the token and the authorization endpoint, and stops who has failed too
 * often: whoever names a client before anything is looked at, a client that has proven itself right
 * after.
 */
public final class FailureFilters {
  private static final Set<String> PATHS = Set.of("/oauth2/token", "/oauth2/authorize");
  private static final String REFUSED = FailureFilters.class.getName() + ".refused";
  private static final String PROVEN = FailureFilters.class.getName() + ".proven";
  private static final int LONGEST_NAME = 200;

  /** What a client is told in the ordinary course of things (OpenID Connect Core §3.1.2.6). */
  private static final Set<String> ORDINARY =
      Set.of(
          "login_required",
          "interaction_required",
          "consent_required",
          "account_selection_required",
          "access_denied",
          "unmet_authentication_requirements");

  private final ClientFailures failures;
  private final Predicate<String> registered;

  /**
   * Two filters.
   *
   * @param registered whether there is a client of this name
   */
  public FailureFilters(ClientFailures failures, Predicate<String> registered) {
    this.failures = failures;
    this.registered = registered;
  }

  /** Puts both filters into the chain of the protocol. */
  public void open(HttpSecurity http) {
    http.addFilterBefore(new NamedFilter(), LogoutFilter.class)
        .addFilterBefore(new ProvenFilter(), AuthorizationFilter.class);
  }

  /** An error goes to the client by way of the browser: nothing else tells that from a code. */
  public static void refused(HttpServletRequest request, String error) {
    if (!ORDINARY.contains(error)) {
      request.setAttribute(REFUSED, true);
    }
  }

  private final class NamedFilter extends PlainFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !PATHS.contains(request.getServletPath());
    }

    @Override
    protected void filter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String name = name(request);
      if (name.isEmpty()) {
        chain.doFilter(request, response); // nobody's: it is refused before anything is looked at
        return;
      }
      Origin from = Devices.origin(request);
      Asking named = new Asking.Named(name, from);
      Asking stranger = new Asking.Stranger(from);
      if (failures.spent(named) || (failures.spent(stranger) && !client(name))) {
        stop(request, response);
        return;
      }
      chain.doFilter(request, response);
      if (failed(request, response)) {
        failures.failed(
            request.getAttribute(PROVEN) instanceof String client
                ? new Asking.Proven(client)
                : client(name) ? named : stranger);
      }
    }
  }

  private final class ProvenFilter extends PlainFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !PATHS.contains(request.getServletPath());
    }

    @Override
    protected void filter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String client = proven().orElse(null);
      if (client != null && failures.spent(new Asking.Proven(client))) {
        stop(request, response);
        return;
      }
      request.setAttribute(PROVEN, client); // who has failed is nobody afterwards
      chain.doFilter(request, response);
    }
  }

  /** A nonce is asked for (RFC 9449 §8) before this is reached, and every proof is given one. */
  private static boolean failed(HttpServletRequest request, HttpServletResponse response) {
    int status = response.getStatus();
    return request.getAttribute(REFUSED) != null
        || (status >= 400 && status < 500 && status != 429);
  }

  /** No client's name has other characters than VSCHAR (RFC 6749 Appendix A.1). */
  private boolean client(String name) {
    return name.chars().allMatch(one -> one >= ' ' && one <= '~') && registered.test(name);
  }

  private static Optional<String> proven() {
    return SecurityContextHolder.getContext().getAuthentication()
                instanceof OAuth2ClientAuthenticationToken client
            && client.isAuthenticated()
            && !ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())
        ? Optional.of(client.getName())
        : Optional.empty();
  }

  /**
   * The client that the request names in one of the ways of the protocol; anybody may any. What is
   * encrypted says none.
   */
  private static String name(HttpServletRequest request) {
    String said = request.getParameter("client_id");
    String assertion = request.getParameter("client_assertion");
    String name = said;
    if (name == null) {
      name =
          assertion == null
              ? BasicUser.of(request.getHeader("Authorization"))
              : AssertionNames.subject(assertion);
    }
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  private static void stop(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Retry-After", "60");
    if (request.getServletPath().equals("/oauth2/authorize")) {
      response.sendError(429);
      return;
    }
    response.setStatus(429);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    String body =
        "{\"error\":\"temporarily_unavailable\",\"error_description\":\"too many requests failed\"}";
    response.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
  }
}
