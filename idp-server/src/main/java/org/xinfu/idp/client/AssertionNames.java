package org.xinfu.idp.client;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads who shows an assertion from its subject where the form has no {@code client_id}: it is
 * optional there (RFC 7521 §4.2), though the framework wants one. The name is as good as one in the
 * form would be: the assertion has to be signed by a key of that client and to name it ({@link
 * AssertionDecoders}).
 */
public final class AssertionNames implements AuthenticationConverter {
  private static final String CLIENT = "client_id";

  private final AuthenticationConverter framework = new JwtClientAssertionAuthenticationConverter();

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String assertion = request.getParameter("client_assertion");
    if (assertion == null || request.getParameter(CLIENT) != null) {
      return null;
    }
    String subject = subject(assertion);
    return subject.isEmpty() ? null : framework.convert(new Named(request, subject));
  }

  /** Not verified yet; empty when it names nobody. */
  public static String subject(String assertion) {
    return SaidClaims.of(assertion).map(JWTClaimsSet::getSubject).orElse("");
  }

  /** As if the form had the name. */
  private static final class Named extends HttpServletRequestWrapper {
    private final String client;

    Named(HttpServletRequest request, String client) {
      super(request);
      this.client = client;
    }

    @Override
    public @Nullable String getParameter(String name) {
      return name.equals(CLIENT) ? client : super.getParameter(name);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return name.equals(CLIENT) ? new String[] {client} : super.getParameterValues(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      Map<String, String[]> all = new LinkedHashMap<>(super.getParameterMap());
      all.put(CLIENT, new String[] {client});
      return all;
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(getParameterMap().keySet());
    }
  }
}
