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
import org.xinfu.idp.authorize.LoginNow;
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
      Set.of("app_id", "redirect_uri", "state", "level", "renew", "switch");

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
    if (call == null && LoginDesk.overtaken(request, response)) {
      return null;
    }
    String redirect = call == null ? null : call.get("redirect_uri");
    App app = call == null ? null : app(call.get("app_id"), redirect).orElse(null);
    if (call == null || app == null || redirect == null || call.get("state") == null) {
      return refused();
    }
    String asked = call.get("level");
    if (asked != null && part.levels().find(asked).isEmpty()) {
      String state = "&state=" + encode(call.get("state"));
      response.sendRedirect(joined(redirect) + "error=level-not-reached" + state);
      return null;
    }
    LoginDesk.Answer answer =
        desk.answer(request, call, new LoginDesk.Wanted(app.id(), call.flag("renew"))).orElse(null);
    if (answer == null) {
      desk.logIn(request, response, call, app.id());
      return null;
    }
    if (desk.mustChoose(request, call, answer, call.flag("switch"))) {
      desk.choose(request, response, call);
      return null;
    }
    String state = "&state=" + encode(call.get("state"));
    LevelTable.Row wanted = wanted(call.get("level"), answer.here().worth());
    if (wanted != null) {
      String page = desk.towards(call, answer, wanted).orElse(null);
      if (page != null) {
        desk.onTheWay(request, response, call, page);
      } else {
        String who = answer.here().account();
        part.audit().record(app.id(), who, "app-ticket-issued", "level-not-reached");
        response.sendRedirect(joined(redirect) + "error=level-not-reached" + state);
      }
      return null;
    }
    LoginNow.Here here = answer.here();
    Login login = new Login(app.id(), here.sid(), here.account(), here.facts(), here.acting());
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

  /** The level that is asked for and not reached; null when there is none. */
  private LevelTable.@Nullable Row wanted(@Nullable String level, LoginNow.Worth worth) {
    return level == null
        ? null
        : part.levels()
            .find(level)
            .filter(row -> !row.metBy(worth.known(), worth.shown().level()))
            .orElse(null);
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
