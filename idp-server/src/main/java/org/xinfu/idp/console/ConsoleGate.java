package org.xinfu.idp.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CsrfException;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.login.FactorAuthorities;
import org.xinfu.kit.audit.Audit;

/**
 * Who may open which page of the console: by power, and at AAL2 at least (SP 800-63B §4.2). Who has
 * the power but not the level is led to a second factor.
 */
public final class ConsoleGate implements AccessDeniedHandler {
  private static final int SHOWN = 200;

  private final Administrators administrators;
  private final Audit audit;

  public ConsoleGate(Administrators administrators, Audit audit) {
    this.administrators = administrators;
    this.audit = audit;
  }

  /** Lets these powers in. */
  public AuthorizationManager<RequestAuthorizationContext> only(Role... powers) {
    Set<Role> allowed = Set.of(powers);
    return (login, context) ->
        new AuthorizationDecision(
            strong(login.get())
                && administrators
                    .of(login.get())
                    .filter(admin -> allowed.contains(admin.power()))
                    .isPresent());
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    @Nullable Authentication login = SecurityContextHolder.getContext().getAuthentication();
    Optional<Administrator> administrator = administrators.of(login);
    if (!strong(login) && administrator.isPresent()) {
      response.sendRedirect("/login/step-up?next=/console");
      return;
    }
    if (denied instanceof CsrfException) { // an old form, which reaches for nothing of another's
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    // Who holds a power and reaches for another's is on record; whoever holds none fills no book.
    administrator.ifPresent(
        admin -> {
          String path = request.getRequestURI();
          audit.record(
              "console-refused",
              path.substring(0, Math.min(SHOWN, path.length())),
              "not-permitted",
              Map.of("power", admin.power().name(), "method", request.getMethod()));
        });
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
  }

  private static boolean strong(@Nullable Authentication login) {
    return FactorAuthorities.assurance(login).level().compareTo(Aal.AAL2) >= 0;
  }
}
