package org.xinfu.idp.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.xinfu.trust.Bytes;

/**
 * Makes the successors of refresh tokens. One is derived from the token that is shown, by a key of
 * this server, so that whoever asks twice for the same answer gets the same successor, from any
 * replica, although its text rests nowhere. Without the key nobody computes it from the token.
 */
public final class RefreshTokens implements OAuth2TokenGenerator<OAuth2Token> {
  /** Attribute of a grant in which a lost answer is asked for later: it gets another successor. */
  public static final String RETRY = "xinfu.retry";

  private final OAuth2TokenGenerator<?> framework;
  private final Bytes key;

  /**
   * A generator.
   *
   * @param framework makes all other tokens, and says how long a refresh token lives
   * @param key 32 octets, the same on all replicas
   */
  public RefreshTokens(OAuth2TokenGenerator<?> framework, Bytes key) {
    this.framework = framework;
    this.key = key;
  }

  @Override
  public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
    OAuth2Token made = framework.generate(context);
    OAuth2Authorization grant = context.getAuthorization();
    if (!(made instanceof OAuth2RefreshToken fresh) || grant == null) {
      return made;
    }
    boolean follows =
        AuthorizationGrantType.REFRESH_TOKEN.equals(context.getAuthorizationGrantType())
            && grant.getRefreshToken() != null;
    String secret = follows ? successor(grant) : fresh.getTokenValue();
    String text = GrantName.of(context).map(name -> GrantName.refresh(name, secret)).orElse(secret);
    return with(text, fresh);
  }

  /** A fresh token of the grant, which names it. */
  static OAuth2RefreshToken named(OAuth2RefreshToken fresh, OAuth2Authorization grant) {
    return with(GrantName.refresh(grant.getId(), fresh.getTokenValue()), fresh);
  }

  private static OAuth2RefreshToken with(String text, OAuth2RefreshToken fresh) {
    return new OAuth2RefreshToken(
        text, Objects.requireNonNull(fresh.getIssuedAt()), fresh.getExpiresAt());
  }

  private String successor(OAuth2Authorization grant) {
    String shown = Objects.requireNonNull(grant.getRefreshToken()).getToken().getTokenValue();
    String turn = Boolean.TRUE.equals(grant.getAttribute(RETRY)) ? "again" : "first";
    return derive(List.of("xinfu-refresh", turn, grant.getId(), shown));
  }

  private String derive(List<String> words) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key.toArray(), "HmacSHA512"));
      byte[] value = mac.doFinal(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA512", e);
    }
  }
}
