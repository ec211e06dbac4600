package org.xinfu.idp.cas;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import org.xinfu.idp.authorize.FormPostPage;
import org.xinfu.idp.authorize.LoginDesk;
import org.xinfu.idp.authorize.LoginNow;
import org.xinfu.idp.cas.CasTickets.Login;
import org.xinfu.idp.cas.CasTickets.Service;
import org.xinfu.idp.cas.CasTickets.Ticket;
import org.xinfu.idp.domain.ServiceRule;

/**
 * What browsers see of CAS (protocol 3.0 §2.1, §2.3). A service that no registered rule covers gets
 * neither a ticket nor the browser.
 */
@Controller
class CasPages {
  private static final Set<String> NAMES = Set.of("service", "renew", "gateway", "method");
  private static final Set<String> METHODS = Set.of("GET", "POST");

  private final CasTickets tickets;
  private final LoginDesk desk;
  private final FormPostPage formPost;
  private final CasPart part;

  CasPages(CasTickets tickets, CasDesk desk, FormPostPage formPost, CasPart part) {
    this.tickets = tickets;
    this.desk = desk.desk();
    this.formPost = formPost;
    this.part = part;
  }

  @GetMapping("/cas/login")
  @Nullable ModelAndView login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginDesk.Call call = desk.call(request, NAMES).orElse(null);
    if (call == null) {
      return LoginDesk.overtaken(request, response) ? null : refused();
    }
    String asked = call.get("service");
    if (asked == null) {
      response.sendRedirect("/account"); // which asks for a login when there is none
      return null;
    }
    String url = ServiceRule.withoutSession(asked);
    Service service = tickets.service(url).filter(one -> !one.asks()).orElse(null);
    String method = call.get("method");
    if (service == null || (method != null && !METHODS.contains(method))) {
      return refused();
    }
    boolean renew = call.flag("renew");
    LoginDesk.Answer login =
        desk.answer(request, call, new LoginDesk.Wanted(service.clientId(), renew)).orElse(null);
    if (login == null && call.flag("gateway") && !renew) {
      response.sendRedirect(url);
    } else if (login == null) {
      desk.logIn(request, response, call, service.clientId());
    } else if (desk.mustChoose(request, call, login, false)) {
      if (call.flag("gateway")) {
        response.sendRedirect(url);
      } else {
        desk.choose(request, response, call);
      }
    } else if ("POST".equals(method)) {
      Map<String, String> fields = Map.of("ticket", ticket(service, login));
      formPost.write(request, response, new FormPostPage.Answer(url, fields));
    } else {
      char joint = url.indexOf('?') < 0 ? '?' : '&';
      response.sendRedirect(url + joint + "ticket=" + ticket(service, login));
    }
    return null;
  }

  /** Ends the login here and, by the queue of logouts, at every service that it reached. */
  @GetMapping("/cas/logout")
  void logout(HttpServletRequest request, HttpServletResponse response) throws IOException {
    new SecurityContextLogoutHandler()
        .logout(request, response, SecurityContextHolder.getContext().getAuthentication());
    String[] asked = request.getParameterValues("service");
    boolean known = asked != null && asked.length == 1 && tickets.service(asked[0]).isPresent();
    response.sendRedirect(known ? asked[0] : "/login?logout");
  }

  private String ticket(Service service, LoginDesk.Answer answer) {
    LoginNow.Here here = answer.here();
    Login login = new Login(here.sid(), here.account(), here.facts(), here.acting());
    Ticket ticket = new Ticket(service.clientId(), service.url(), login, answer.fresh(), List.of());
    String text = tickets.issue(ticket, part.expires());
    part.audit().record(service.clientId(), login.account(), "cas-ticket-issued", "done");
    return text;
  }

  private static ModelAndView refused() {
    ModelAndView page = new ModelAndView("error", HttpStatus.BAD_REQUEST);
    page.addObject("status", HttpStatus.BAD_REQUEST.value());
    return page;
  }
}
