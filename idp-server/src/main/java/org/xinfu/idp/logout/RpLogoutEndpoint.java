package org.xinfu.idp.logout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.Visit;

/**
 * The end session endpoint (RP-Initiated Logout 1.0). A request whose hint speaks of the very login
 * of this browser is carried out; for any other the person is asked (§2: MUST), on a page whose
 * form no other site can send.
 */
@org.springframework.stereotype.Controller
public class RpLogoutEndpoint {
  private final Hints hints;
  private final RegisteredClientRepository clients;
  private final Visit visit;

  /** Verifies signature and issuer of ID tokens, expired ones too. */
  public record Hints(JwtDecoder decoder) {}

  public RpLogoutEndpoint(Hints hints, RegisteredClientRepository clients, Visit visit) {
    this.hints = hints;
    this.clients = clients;
    this.visit = visit;
  }

  @GetMapping("/connect/logout")
  ModelAndView byLink(HttpServletRequest request, HttpServletResponse response) {
    return asked(request, response);
  }

  @PostMapping("/connect/logout")
  ModelAndView byForm(HttpServletRequest request, HttpServletResponse response) {
    return asked(request, response);
  }

  /** The person agreed; the form carries a CSRF token and the request once more. */
  @PostMapping("/connect/logout/confirm")
  ModelAndView confirmed(HttpServletRequest request, HttpServletResponse response) {
    return switch (read(request)) {
      case LogoutRequest.Outcome.Refused refused -> refused();
      case LogoutRequest.Outcome.Understood understood ->
          logOut(understood.request(), request, response);
    };
  }

  private ModelAndView asked(HttpServletRequest request, HttpServletResponse response) {
    return switch (read(request)) {
      case LogoutRequest.Outcome.Refused refused -> refused();
      case LogoutRequest.Outcome.Understood understood -> {
        LogoutRequest asked = understood.request();
        String sid = visit.sid().orElse(null);
        yield sid == null || sid.equals(asked.sid())
            ? logOut(asked, request, response)
            : question(asked, request);
      }
    };
  }

  private LogoutRequest.Outcome read(HttpServletRequest request) {
    LogoutRequest.Parameters asked =
        new LogoutRequest.Parameters(
            one(request, "id_token_hint"),
            one(request, "client_id"),
            one(request, "post_logout_redirect_uri"),
            one(request, "state"));
    return LogoutRequest.read(asked, hints.decoder(), clients);
  }

  private static @Nullable String one(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static ModelAndView logOut(
      LogoutRequest asked, HttpServletRequest request, HttpServletResponse response) {
    new SecurityContextLogoutHandler()
        .logout(request, response, SecurityContextHolder.getContext().getAuthentication());
    RedirectView onwards =
        new RedirectView(Objects.requireNonNullElse(asked.target(), "/login?logout"));
    onwards.setExpandUriTemplateVariables(false);
    onwards.setPropagateQueryParams(false);
    return new ModelAndView(onwards);
  }

  private static ModelAndView question(LogoutRequest asked, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("logout");
    RegisteredClient client = asked.client();
    page.addObject("client", client == null ? ServiceName.NONE : ClientFacts.name(client));
    page.addObject(
        "fields",
        Map.of(
            "client_id", client == null ? "" : client.getClientId(),
            "post_logout_redirect_uri",
                Objects.requireNonNullElse(one(request, "post_logout_redirect_uri"), ""),
            "state", Objects.requireNonNullElse(one(request, "state"), "")));
    return page;
  }

  private static ModelAndView refused() {
    ModelAndView page = new ModelAndView("error", HttpStatus.BAD_REQUEST);
    page.addObject("status", HttpStatus.BAD_REQUEST.value());
    return page;
  }
}
