package org.xinfu.trust.spring;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Leads a person whose login does not do for a page to the identity provider, with the {@code
 * acr_values} and {@code max_age} that would (RFC 9470 §4), and back to the page. It asks for the
 * same person ({@code claims}, OpenID Connect Core §5.5.1), since what they were doing goes on. Who
 * comes back with no more is told so, once; the next request asks again.
 */
final class StepUpRedirect implements AccessDeniedHandler {
  private static final String ASKED = "xinfu.step-up";

  private final OAuth2AuthorizationRequestResolver requests;
  private final HttpSessionOAuth2AuthorizationRequestRepository waiting =
      new HttpSessionOAuth2AuthorizationRequestRepository();
  private final RequestCache pages = new HttpSessionRequestCache();
  private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

  StepUpRedirect(ClientRegistrationRepository clients) {
    this.requests = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    if (denied instanceof AuthorizationDeniedException reasoned
        && reasoned.getAuthorizationResult() instanceof RequiredLogin.Insufficient insufficient
        && login != null
        && login.getPrincipal() instanceof OidcUser person) {
      stepUp(request, response, new Wanted(insufficient.required(), person));
    } else {
      others.handle(request, response, denied);
    }
  }

  private record Wanted(RequiredLogin login, OidcUser person) {
    /** What was asked, and of which request the login is the answer. */
    String asked(@Nullable Object nonce) {
      return login.parameters() + " " + nonce;
    }

    /** Whether this very login came of asking for it. */
    boolean answered(@Nullable Object asked) {
      return asked(person.getIdToken().getNonce()).equals(asked);
    }
  }

  private void stepUp(HttpServletRequest request, HttpServletResponse response, Wanted wanted)
      throws IOException {
    HttpSession session = request.getSession();
    if (wanted.answered(session.getAttribute(ASKED))) {
      session.removeAttribute(ASKED);
      LoginProblem.tooWeak(request, response);
      return;
    }
    pages.saveRequest(request, response);
    OAuth2AuthorizationRequest plain =
        Objects.requireNonNull(requests.resolve(request, LoginAutoConfiguration.REGISTRATION));
    OAuth2AuthorizationRequest asked =
        OAuth2AuthorizationRequest.from(plain)
            .additionalParameters(more -> more.putAll(wanted.login().parameters()))
            .additionalParameters(more -> more.putAll(samePerson(wanted.person())))
            .build();
    session.setAttribute(ASKED, wanted.asked(asked.getAdditionalParameters().get("nonce")));
    waiting.saveAuthorizationRequest(asked, request, response);
    response.sendRedirect(asked.getAuthorizationRequestUri());
  }

  private static Map<String, Object> samePerson(OidcUser person) {
    String subject = person.getSubject().replace("\\", "\\\\").replace("\"", "\\\"");
    return Map.of("claims", "{\"id_token\":{\"sub\":{\"value\":\"" + subject + "\"}}}");
  }
}
