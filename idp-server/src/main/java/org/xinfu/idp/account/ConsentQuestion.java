package org.xinfu.idp.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.xinfu.idp.domain.Scopes;

/**
 * The page that asks for consent. Its form goes to the authorization endpoint with the {@code
 * state} that only this browser's page knows.
 */
@Controller
class ConsentQuestion {
  private final Purposes purposes;

  ConsentQuestion(Purposes purposes) {
    this.purposes = purposes;
  }

  @GetMapping("/oauth2/consent")
  ModelAndView ask(
      @RequestParam("client_id") String clientId,
      @RequestParam String state,
      @RequestParam(defaultValue = "") String scope,
      Locale language) {
    Purposes.Purpose purpose = purposes.purpose(clientId);
    if (purpose == null) {
      return new ModelAndView("error", "status", HttpStatus.BAD_REQUEST.value());
    }
    ModelAndView page = new ModelAndView("consent");
    page.addObject("client", clientId);
    page.addObject("state", state);
    page.addObject("service", purpose.service().in(language));
    page.addObject("org", purpose.org());
    page.addObject("purpose", language.getLanguage().equals("zh") ? purpose.zh() : purpose.en());
    // Others are no client's, and anybody can write a link.
    List<String> scopes = Arrays.stream(scope.split(" ")).filter(Scopes::known).toList();
    List<String> more = scopes.stream().filter(s -> !s.equals("openid")).toList();
    page.addObject("asked", more.isEmpty() ? scopes : more);
    page.addObject("scopes", scopes);
    return page;
  }
}
