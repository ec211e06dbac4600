package org.xinfu.trust.spring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * A token with {@code cnf} {@code x5t#S256} is taken only from a connection with that certificate
 * (RFC 8705 §3); no other connection proves it, whatever else the request says.
 */
public final class CertificateBinding implements OAuth2TokenValidator<Jwt> {
  private static final String MEMBER = "x5t#S256";

  /** Where the container tells the certificate of a connection (Servlet 6 §3.9). */
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  @Override
  public OAuth2TokenValidatorResult validate(Jwt token) {
    Object wanted = token.getClaim("cnf") instanceof Map<?, ?> cnf ? cnf.get(MEMBER) : null;
    return wanted == null || wanted.equals(presented())
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error("invalid_token", "the token is bound to another certificate", null));
  }

  /** SHA-256 of the certificate of this request's connection; null without one. */
  private static @Nullable String presented() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    Object chain =
        request == null ? null : request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return chain instanceof X509Certificate[] several && several.length > 0
        ? thumbprint(several[0])
        : null;
  }

  /** The {@code x5t#S256} of a certificate (RFC 8705 §3.1). */
  public static String thumbprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that was parsed", e);
    }
  }
}
