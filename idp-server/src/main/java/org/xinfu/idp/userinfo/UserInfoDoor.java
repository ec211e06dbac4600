package org.xinfu.idp.userinfo;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OidcUserInfoEndpointConfigurer;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** How the UserInfo endpoint differs from the framework's. */
public final class UserInfoDoor implements BearerTokenResolver {
  private static final RequestMatcher USER_INFO =
      PathPatternRequestMatcher.withDefaults().matcher("/userinfo");

  private final Function<OidcUserInfoAuthenticationContext, OidcUserInfo> claims;
  private final UserInfoAnswers answers;
  private final BearerTokenResolver anywhere = new DefaultBearerTokenResolver();
  private final BearerTokenResolver here;

  public UserInfoDoor(
      Function<OidcUserInfoAuthenticationContext, OidcUserInfo> claims, UserInfoAnswers answers) {
    this.claims = claims;
    this.answers = answers;
    DefaultBearerTokenResolver forms = new DefaultBearerTokenResolver();
    forms.setAllowFormEncodedBodyParameter(true);
    this.here = forms;
  }

  /** Here the token may stand in the form (RFC 6750 §2.2), at the other endpoints it may not. */
  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    return USER_INFO.matches(request) ? here.resolve(request) : anywhere.resolve(request);
  }

  public void configure(OidcUserInfoEndpointConfigurer endpoint) {
    endpoint.userInfoMapper(claims).userInfoResponseHandler(answers).errorResponseHandler(answers);
  }
}
