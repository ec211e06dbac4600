package org.xinfu.idp.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * Verifies the secrets of machines: {@code {sha256}} and the base64url digest.
 *
 * <p>Safe only because such a secret is 256 random bits that we made ourselves: there is nothing to
 * guess, so a slow hash would protect nothing and cost every token request dearly. For the same
 * reason a stored verifier is never upgraded to a password hash.
 */
public final class MachineSecretEncoder implements PasswordEncoder {
  private static final String PREFIX = "{sha256}";

  @Override
  public String encode(@Nullable CharSequence secret) {
    if (secret == null || secret.length() < 43) {
      throw new IllegalArgumentException("a machine secret has 256 random bits");
    }
    return PREFIX + digest(secret);
  }

  @Override
  public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
    return secret != null
        && stored != null
        && stored.startsWith(PREFIX)
        && MessageDigest.isEqual(
            digest(secret).getBytes(StandardCharsets.US_ASCII),
            stored.substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean upgradeEncoding(@Nullable String stored) {
    return false;
  }

  private static String digest(CharSequence secret) {
    byte[] digest = Digests.sha256(Bytes.utf8(secret.toString())).toArray();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
