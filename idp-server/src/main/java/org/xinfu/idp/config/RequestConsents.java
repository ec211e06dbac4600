package org.xinfu.idp.config;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.xinfu.idp.authorize.AuthorizationDoor;

/** The framework reads for every code what was agreed to; most requests need nobody's consent. */
record RequestConsents(OAuth2AuthorizationConsentService store)
    implements OAuth2AuthorizationConsentService {
  @Override
  public void save(OAuth2AuthorizationConsent consent) {
    store.save(consent);
  }

  @Override
  public void remove(OAuth2AuthorizationConsent consent) {
    store.remove(consent);
  }

  @Override
  public @Nullable OAuth2AuthorizationConsent findById(String clientId, String principal) {
    return matters() ? store.findById(clientId, principal) : null;
  }

  private static boolean matters() {
    HttpServletRequest request =
        RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes bound
            ? bound.getRequest()
            : null;
    return request == null || AuthorizationDoor.consentMatters(request);
  }
}
