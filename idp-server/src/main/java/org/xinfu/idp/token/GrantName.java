package org.xinfu.idp.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.xinfu.idp.client.SaidClaims;

/**
 * Tokens name the grant that they are of: a JWT in its {@code jti}, a refresh token at its
 * beginning. So the database finds the grant by its key, and no hash of a token has to be in an
 * index, which would be written anew at each login. The name is no secret and opens nothing: the
 * whole token is held against the hash that the grant keeps of it.
 */
public final class GrantName {
  /**
   * What is made of a grant that rests with them; others come of exchanges and are found by hash.
   */
  private static final Set<AuthorizationGrantType> NAMING =
      Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN);

  /** A UUID (RFC 9562 §4), as the framework names grants. */
  private static final Pattern GRANT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Nothing longer is read for a name. Ours have under four thousand characters. */
  private static final int LONGEST = 16_384;

  private static final SecureRandom RANDOM = new SecureRandom();

  private GrantName() {}

  /** The grant that a token made in the context names; empty where it names none. */
  static Optional<String> of(OAuth2TokenContext context) {
    OAuth2Authorization grant = context.getAuthorization();
    return grant != null && NAMING.contains(context.getAuthorizationGrantType())
        ? Optional.of(grant.getId()).filter(GrantName::names)
        : Optional.empty();
  }

  /**
   * Puts the name into the {@code jti} (RFC 7519 §4.1.7) of a token that is being made; 64 random
   * bits tell the grant's tokens apart.
   */
  public static void claim(JwtEncodingContext context) {
    of(context).ifPresent(grant -> context.getClaims().id(id(grant)));
  }

  private static String id(String grant) {
    byte[] unique = new byte[8];
    RANDOM.nextBytes(unique);
    return refresh(grant, Base64.getUrlEncoder().withoutPadding().encodeToString(unique));
  }

  /** A refresh token of the grant. */
  static String refresh(String grant, String secret) {
    return grant + "." + secret;
  }

  /**
   * The grant that a token says it is of; nothing is verified. A text without a dot, such as every
   * code, is of none, which must cost nothing: what fails to be read as a JWT costs as much as a
   * signature.
   */
  public static Optional<String> in(String token) {
    return token.length() > LONGEST || token.indexOf('.') < 0
        ? Optional.empty()
        : first(token)
            .or(() -> SaidClaims.of(token).map(JWTClaimsSet::getJWTID).flatMap(GrantName::first));
  }

  /**
   * Whether {@link #in} finds the grant in the JWT with the claims, which need not be read again.
   */
  public static boolean is(String grant, String token, Map<String, Object> claims) {
    return token.length() <= LONGEST
        && claims.get(JwtClaimNames.JTI) instanceof String id
        && first(id).filter(grant::equals).isPresent();
  }

  private static Optional<String> first(String name) {
    int end = name.indexOf('.');
    return end < 0
        ? Optional.empty()
        : Optional.of(name.substring(0, end)).filter(GrantName::names);
  }

  private static boolean names(String grant) {
    return GRANT.matcher(grant).matches();
  }
}
