package org.xinfu.idp.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
  private static final String SHAPE = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  /** Ours have under four thousand characters. */
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

  /** The grant that a token says it is of; nothing is verified. */
  public static Optional<String> in(String token) {
    return token.length() > LONGEST
        ? Optional.empty()
        : first(token)
            .or(() -> SaidClaims.of(token).map(JWTClaimsSet::getJWTID).flatMap(GrantName::first));
  }

  /** Whether a JWT with the claims names the grant. */
  public static boolean is(String grant, Map<String, Object> claims) {
    return claims.get(JwtClaimNames.JTI) instanceof String id
        && first(id).filter(grant::equals).isPresent();
  }

  private static Optional<String> first(String name) {
    int length = SHAPE.length();
    return name.length() > length && name.charAt(length) == '.'
        ? Optional.of(name.substring(0, length)).filter(GrantName::names)
        : Optional.empty();
  }

  private static boolean names(String grant) {
    return grant.length() == SHAPE.length()
        && IntStream.range(0, SHAPE.length())
            .allMatch(
                at ->
                    SHAPE.charAt(at) == '-'
                        ? grant.charAt(at) == '-'
                        : HexFormat.isHexDigit(grant.charAt(at)));
  }
}
