package org.xinfu.idp.login;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Verifiers of passwords. New ones are Argon2id (profile {@code intl}) or PBKDF2-HMAC-SM3 (GM/T
 * 0091, profile {@code gm}); both are read under either profile, and so are bcrypt and bare digests
 * of systems that were taken over. Whatever is not of the profile, or is cheaper than {@link
 * PasswordCost} says, is replaced at the next login.
 *
 * <p>A bare digest never rests here: at import it is hashed again, as {@code {wrapped:md5}} and a
 * verifier of the profile over its hexadecimal digits ({@link LegacyDigest} has all words).
 */
public final class PasswordHashes implements PasswordEncoder {
  /** The two families of algorithms that a server runs with. */
  public enum Profile {
    INTL,
    GM
  }

  private static final String WRAPPED = "{wrapped:";
  private static final String SM3 = "$pbkdf2-hmac-sm3$";

  private final Profile profile;
  private final int iterations;
  private final SecureRandom random = new SecureRandom();
  private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
  private final Argon2PasswordEncoder argon2;

  public PasswordHashes(Profile profile, PasswordCost cost) {
    this.profile = profile;
    this.iterations = cost.pbkdf2Iterations();
    this.argon2 = new Argon2PasswordEncoder(16, 32, 1, cost.argon2MemoryKib(), cost.argon2Passes());
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence password) {
    CharSequence typed = Objects.requireNonNull(password);
    return profile == Profile.INTL ? argon2.encode(typed) : pbkdf2(typed);
  }

  /**
   * The verifier of a password of which only a digest is known.
   *
   * @param scheme in the words of {@link LegacyDigest}
   * @param digest lower-case hexadecimal, of just the length that the scheme makes
   * @throws IllegalArgumentException when it is no such digest
   */
  public String wrap(String scheme, String digest) {
    int digits = 2 * LegacyDigest.parse(scheme).octets();
    if (digest.length() != digits || !digest.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException("no such digest");
    }
    return WRAPPED + scheme + "}" + encode(digest);
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String verifier) {
    if (password == null || verifier == null) {
      return false;
    }
    if (verifier.startsWith(WRAPPED)) {
      int end = verifier.indexOf('}');
      LegacyDigest scheme = LegacyDigest.parse(verifier.substring(WRAPPED.length(), end));
      return matches(scheme.of(password), verifier.substring(end + 1));
    }
    if (verifier.startsWith(SM3)) {
      return matchesSm3(password, verifier);
    }
    return verifier.startsWith("$2")
        ? bcrypt.matches(password, verifier)
        : argon2.matches(password, verifier);
  }

  /** Whether the verifier is another than {@link #encode} would make. */
  @Override
  public boolean upgradeEncoding(@Nullable String verifier) {
    if (verifier == null) {
      return false;
    }
    return profile == Profile.INTL
        ? !verifier.startsWith("$argon2id$") || argon2.upgradeEncoding(verifier)
        : !verifier.startsWith(SM3 + iterations + "$");
  }

  private String pbkdf2(CharSequence password) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return SM3
        + iterations
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(derive(password, salt, iterations));
  }

  private static boolean matchesSm3(CharSequence password, String verifier) {
    List<String> parts = List.of(verifier.substring(SM3.length()).split("\\$", -1));
    byte[] salt = Base64.getDecoder().decode(parts.get(1));
    byte[] wanted = Base64.getDecoder().decode(parts.get(2));
    return MessageDigest.isEqual(wanted, derive(password, salt, Integer.parseInt(parts.get(0))));
  }

  private static byte[] derive(CharSequence password, byte[] salt, int iterations) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SM3Digest());
    char[] characters = password.toString().toCharArray();
    generator.init(PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(characters), salt, iterations);
    return ((KeyParameter) generator.generateDerivedMacParameters(256)).getKey();
  }
}
