package org.xinfu.idp.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * What a system that was taken over made of a password before it kept it, in the words of a wrapped
 * verifier. Whatever its author wrote there, it costs no more than the bounds here.
 *
 * <ul>
 *   <li>{@code sm3}: a digest; md5, sha1, sha256 and sha512 too
 *   <li>{@code sm3:after:SALT} and {@code sm3:before:SALT}: with a salt after or before the
 *       password
 *   <li>{@code pbkdf2-sm3:ITERATIONS:SALT:OCTETS}: RFC 8018 §5.2; with sha1, sha256 and sha512 too
 *   <li>{@code scrypt:LOG2N:R:P:SALT:OCTETS}: RFC 7914 §6
 * </ul>
 *
 * SALT is base64url without padding.
 */
public final class LegacyDigest {
  private static final String PBKDF2 = "pbkdf2-";

  /** Of PBKDF2, for all blocks of what it makes (RFC 8018 §5.2 step 3) together. */
  private static final int ITERATIONS = 1_000_000;

  private static final int SALT = 64;

  /** N times r times p of scrypt: 64 MiB of memory gone through once. */
  private static final long WORK = 1L << 19;

  private static final int LANES = 8;

  private final int octets;
  private final Derivation derivation;

  private interface Derivation {
    byte[] of(byte[] password);
  }

  private LegacyDigest(int octets, Derivation derivation) {
    this.octets = octets;
    this.derivation = derivation;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when there is none such, or it costs too much
   */
  public static LegacyDigest parse(String spec) {
    List<String> words = List.of(spec.split(":", -1));
    String name = words.getFirst();
    if (name.startsWith(PBKDF2) && words.size() == 4) {
      return pbkdf2(digest(name.substring(PBKDF2.length())), words);
    }
    if (name.equals("scrypt") && words.size() == 6) {
      return scrypt(words);
    }
    Supplier<Digest> digest = digest(name);
    if (words.size() == 1) {
      return new LegacyDigest(size(digest), password -> hash(digest, password, new byte[0]));
    }
    if (words.size() != 3) {
      throw unknown();
    }
    byte[] salt = salt(words.get(2));
    return switch (words.get(1)) {
      case "after" -> new LegacyDigest(size(digest), password -> hash(digest, password, salt));
      case "before" -> new LegacyDigest(size(digest), password -> hash(digest, salt, password));
      default -> throw unknown();
    };
  }

  /** How long what it makes is. */
  public int octets() {
    return octets;
  }

  /** Lower-case hexadecimal digits. */
  String of(CharSequence password) {
    byte[] typed = password.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(derivation.of(typed));
  }

  private static LegacyDigest pbkdf2(Supplier<Digest> digest, List<String> words) {
    int iterations = number(words.get(1), ITERATIONS);
    byte[] salt = salt(words.get(2));
    int octets = length(words.get(3));
    int blocks = Math.ceilDiv(octets, size(digest));
    if ((long) iterations * blocks > ITERATIONS) {
      throw unknown();
    }
    return new LegacyDigest(
        octets,
        password -> {
          PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest.get());
          generator.init(password, salt, iterations);
          return ((KeyParameter) generator.generateDerivedMacParameters(octets * 8)).getKey();
        });
  }

  private static LegacyDigest scrypt(List<String> words) {
    int cost = 1 << number(words.get(1), 20);
    int block = number(words.get(2), 32);
    int lanes = number(words.get(3), LANES);
    byte[] salt = salt(words.get(4));
    int octets = length(words.get(5));
    if ((long) cost * block * lanes > WORK || (block == 1 && cost >= 1 << 16)) {
      throw unknown(); // N < 2^(128 r / 8) (RFC 7914 §2)
    }
    return new LegacyDigest(
        octets, password -> SCrypt.generate(password, salt, cost, block, lanes, octets));
  }

  private static Supplier<Digest> digest(String name) {
    return switch (name) {
      case "md5" -> MD5Digest::new;
      case "sha1" -> SHA1Digest::new;
      case "sha256" -> SHA256Digest::new;
      case "sha512" -> SHA512Digest::new;
      case "sm3" -> SM3Digest::new;
      default -> throw unknown();
    };
  }

  private static int size(Supplier<Digest> digest) {
    return digest.get().getDigestSize();
  }

  private static byte[] hash(Supplier<Digest> of, byte[] first, byte[] second) {
    Digest digest = of.get();
    digest.update(first, 0, first.length);
    digest.update(second, 0, second.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }

  private static byte[] salt(String text) {
    byte[] salt = Base64.getUrlDecoder().decode(text);
    if (salt.length == 0 || salt.length > SALT) {
      throw unknown();
    }
    return salt;
  }

  /** Shorter ones are no verifier: too many passwords would fit. */
  private static int length(String text) {
    int octets = number(text, 64);
    if (octets < 16) {
      throw unknown();
    }
    return octets;
  }

  private static int number(String text, int most) {
    if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
      throw unknown();
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException("no such digest");
  }
}
