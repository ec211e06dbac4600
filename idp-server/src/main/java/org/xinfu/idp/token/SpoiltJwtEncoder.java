package org.xinfu.idp.token;

import com.nimbusds.jose.util.Base64URL;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.WrongAnswer;

/**
 * Spoils the signature of tokens that are marked for it, which only {@link SandboxClaims} does and
 * only for clients in trial. The mark itself stays out of the token.
 */
public final class SpoiltJwtEncoder implements JwtEncoder {
  /** Header parameter that marks a token; its value is a {@link WrongAnswer}. */
  public static final String MARK = "xinfu-wrong";

  private final JwtEncoder right;

  public SpoiltJwtEncoder(JwtEncoder right) {
    this.right = right;
  }

  @Override
  public Jwt encode(JwtEncoderParameters parameters) {
    Jwt token = right.encode(parameters);
    return switch (mark(parameters.getJwsHeader())) {
      case SIGNATURE -> with(token, flipped(token.getTokenValue()));
      case ALG_NONE -> with(token, unsigned(token.getTokenValue()));
      default -> token;
    };
  }

  /** The same token with a signature that does not hold. */
  public static String flipped(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = new Base64URL(token.substring(dot + 1)).decode();
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot + 1) + Base64URL.encode(signature);
  }

  /** The same claims with {@code alg} none (RFC 7519 §6). */
  public static String unsigned(String token) {
    String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return Base64URL.encode("{\"alg\":\"none\"}") + "." + claims + ".";
  }

  private static WrongAnswer mark(@Nullable JwsHeader header) {
    Map<String, Object> parameters = header == null ? Map.of() : header.getHeaders();
    return parameters.get(MARK) instanceof String name ? WrongAnswer.parse(name) : WrongAnswer.NONE;
  }

  private static Jwt with(Jwt token, String value) {
    return new Jwt(
        value, token.getIssuedAt(), token.getExpiresAt(), token.getHeaders(), token.getClaims());
  }
}
