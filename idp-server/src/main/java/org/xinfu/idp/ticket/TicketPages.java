package org.xinfu.idp.ticket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import org.xinfu.idp.authorize.LoginDesk;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.ticket.AppTickets.App;
import org.xinfu.idp.ticket.AppTickets.Login;

/**
 * What browsers see of the ticket protocol. An answer goes to a redirect URI that the application
 * registered, octet for octet, or nowhere.
 */
@Controller
class TicketPages {
  private static final Set<String> NAMES =
      Set.of("app_id", "redirect_uri", "state", "level", "renew");

  private final AppTickets tickets;
  private final LoginDesk desk;
  private final TicketPart part;

  TicketPages(AppTickets tickets, TicketDesk desk, TicketPart part) {
    this.tickets = tickets;
    this.desk = desk.desk();
    this.part = part;
  }

  @GetMapping("/ticket/login")
  @Nullable ModelAndView login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginDesk.Call call = desk.call(request, NAMES).orElse(null);
    String redirect = call == null ? null : call.get("redirect_uri");
    App app = call == null ? null : app(call.get("app_id"), redirect).orElse(null);
    if (call == null || app == null || redirect == null || call.get("state") == null) {
      return refused();
    }
    LoginDesk.Answer answer =
        desk.answer(request, call, new LoginDesk.Wanted(app.id(), call.flag("renew"))).orElse(null);
    if (answer == null) {
      desk.logIn(request, response, call, app.id());
      return null;
    }
    String state = "&state=" + encode(call.get("state"));
    String level = call.get("level");
    if (level != null && !reached(level, answer)) {
      response.sendRedirect(joined(redirect) + "error=level-not-reached" + state);
      return null;
    }
    Login login =
        new Login(app.id(), answer.here().sid(), answer.here().account(), answer.here().facts());
    String ticket = tickets.issueTicket(login, part.expires());
    part.audit().record(app.id(), login.account(), "app-ticket-issued", "done");
    response.sendRedirect(joined(redirect) + "ticket=" + ticket + state);
    return null;
  }

  /** Ends the login by the browser; leads to a registered URI of the application. */
  @GetMapping("/ticket/logout")
  void logout(HttpServletRequest request, HttpServletResponse response) throws IOException {
    LoginDesk.Call call = desk.call(request, NAMES).orElse(null);
    String redirect = call == null ? null : call.get("redirect_uri");
    boolean known = call != null && app(call.get("app_id"), redirect).isPresent();
    new SecurityContextLogoutHandler()
        .logout(request, response, SecurityContextHolder.getContext().getAuthentication());
    response.sendRedirect(known && redirect != null ? redirect : "/login?logout");
  }

  private Optional<App> app(@Nullable String id, @Nullable String redirect) {
    return id == null || redirect == null
        ? Optional.empty()
        : tickets.app(id).filter(app -> !app.asks() && app.redirectUris().contains(redirect));
  }

  /** A level that is not in the table is reached by nobody. */
  private boolean reached(String level, LoginDesk.Answer answer) {
    LevelTable.Row row = part.levels().row(level);
    return row.name().equals(level)
        && row.metBy(answer.here().known(), answer.here().shown().level());
  }

  private static String joined(String redirect) {
    return redirect + (redirect.indexOf('?') < 0 ? '?' : '&');
  }

  private static String encode(@Nullable String value) {
    return URLEncoder.encode(value == null ? "" : value, StandardCharsets.UTF_8);
  }

  private static ModelAndView refused() {
    ModelAndView page = new ModelAndView("error", HttpStatus.BAD_REQUEST);
    page.addObject("status", HttpStatus.BAD_REQUEST.value());
    return page;
  }
}
