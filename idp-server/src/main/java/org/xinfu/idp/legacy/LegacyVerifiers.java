package org.xinfu.idp.legacy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.login.LegacyDigest;
import org.xinfu.idp.login.PasswordHashes;

/**
 * Reads what another system kept of a password. bcrypt and Argon2id rest as they are until the next
 * login, if a guess at them costs no more and no less than the bounds here; it may cost less than
 * at ours. Everything else is hashed again at once ({@link PasswordHashes#wrap}), so that no bare
 * digest rests here.
 */
final class LegacyVerifiers {
  /**
   * From OWASP's least cost (Password Storage Cheat Sheet) on. 16 octets of salt are 22 characters,
   * of which the last has four bits that are not used; 23 octets of the digest are 31, of which the
   * last has two.
   */
  private static final Pattern BCRYPT =
      Pattern.compile(
          "(\\$2[aby]\\$1[0-4]\\$[./A-Za-z0-9]{21})([./A-Za-z0-9])"
              + "([./A-Za-z0-9]{30}[.CGKOSWaeimquy26])");

  private static final String BCRYPT_DIGITS =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final Pattern ARGON2 =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,5}),t=([1-9][0-9]?),p=[1-4]"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /** LDAP's {@code userPassword} (RFC 2307 §5.3, and what OpenLDAP and others add). */
  private static final Pattern LDAP =
      Pattern.compile("\\{(S?)(MD5|SHA|SHA256|SHA512|SM3)}([A-Za-z0-9+/]+={0,2})");

  /**
   * KiB, and KiB times passes; the least is what libraries made by default in their first years.
   */
  private static final int LEAST_MEMORY = 4096;

  private static final int LEAST_WORK = 3 * LEAST_MEMORY;
  private static final int MEMORY = 65_536;

  private static final int WORK = 4 * MEMORY;

  private static final Set<String> SLOW =
      Set.of("pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512", "pbkdf2-sm3");

  private final PasswordHashes hashes;

  LegacyVerifiers(PasswordHashes hashes) {
    this.hashes = hashes;
  }

  /** The verifier to store; empty when the member is none, is unknown or costs too much. */
  Optional<String> read(Map<?, ?> password) {
    try {
      return Optional.of(verifier(password));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private String verifier(Map<?, ?> password) {
    String scheme = text(password, "scheme");
    String hash = text(password, "hash");
    boolean whole = password.size() == 2;
    return switch (scheme) {
      case "bcrypt" -> bcrypt(hash, whole);
      case "argon2id" -> as(hash, whole && argon2(hash));
      case "ldap" -> ldap(hash, whole);
      default -> hashes.wrap(words(scheme, password, hash), hash);
    };
  }

  /**
   * Some libraries drew all bits of a salt's characters and wrote them down as they were, although
   * bcrypt takes 128 of them; a verifier is compared by its text, in which the others are clear.
   */
  private static String bcrypt(String hash, boolean whole) {
    Matcher parts = BCRYPT.matcher(hash);
    if (!whole || !parts.matches()) {
      throw unknown();
    }
    int last = BCRYPT_DIGITS.indexOf(parts.group(2)) & 0x30;
    return parts.group(1) + BCRYPT_DIGITS.charAt(last) + parts.group(3);
  }

  private static String as(String hash, boolean good) {
    if (!good) {
      throw unknown();
    }
    return hash;
  }

  private static boolean argon2(String hash) {
    Matcher parts = ARGON2.matcher(hash);
    if (!parts.matches()) {
      return false;
    }
    int memory = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    return memory >= LEAST_MEMORY
        && memory <= MEMORY
        && memory * passes >= LEAST_WORK
        && memory * passes <= WORK
        && octets(parts.group(3))
        && octets(parts.group(4));
  }

  /** Whether it is base64 as one writes it, without loose bits: another never matches. */
  private static boolean octets(String base64) {
    byte[] octets = Base64.getDecoder().decode(base64);
    return Base64.getEncoder().withoutPadding().encodeToString(octets).equals(base64);
  }

  private String ldap(String hash, boolean whole) {
    Matcher parts = LDAP.matcher(hash);
    if (!whole || !parts.matches()) {
      throw unknown();
    }
    String name =
        switch (parts.group(2)) {
          case "MD5" -> "md5";
          case "SHA" -> "sha1";
          case "SHA256" -> "sha256";
          case "SHA512" -> "sha512";
          default -> "sm3";
        };
    byte[] octets = Base64.getDecoder().decode(parts.group(3));
    int size = LegacyDigest.parse(name).octets();
    boolean salted = parts.group(1).equals("S");
    if (salted ? octets.length <= size : octets.length != size) {
      throw unknown();
    }
    String words =
        salted ? name + ":after:" + url(Arrays.copyOfRange(octets, size, octets.length)) : name;
    return hashes.wrap(words, HexFormat.of().formatHex(Arrays.copyOf(octets, size)));
  }

  /** In the words of {@link LegacyDigest}; members that have none are refused. */
  private static String words(String scheme, Map<?, ?> password, String hash) {
    String octets = String.valueOf(hash.length() / 2);
    if (SLOW.contains(scheme)) {
      only(password, "iterations", "salt");
      return String.join(":", scheme, number(password, "iterations"), salt(password), octets);
    }
    if (scheme.equals("scrypt")) {
      only(password, "log2n", "r", "p", "salt");
      return String.join(
          ":",
          scheme,
          number(password, "log2n"),
          number(password, "r"),
          number(password, "p"),
          salt(password),
          octets);
    }
    if (scheme.contains(":")) {
      throw unknown();
    }
    if (password.size() == 2) {
      return scheme;
    }
    only(password, "salt", "salted");
    return String.join(":", scheme, text(password, "salted"), salt(password));
  }

  /** What is not looked at would be a promise that is not kept. */
  private static void only(Map<?, ?> password, String... more) {
    if (password.size() != 2 + more.length) {
      throw unknown();
    }
  }

  private static String text(Map<?, ?> password, String member) {
    @Nullable Object value = password.get(member);
    if (value instanceof String text && !text.isEmpty() && text.length() <= 512) {
      return text;
    }
    throw unknown();
  }

  private static String number(Map<?, ?> password, String member) {
    @Nullable Object value = password.get(member);
    if (value instanceof Long number) {
      return number.toString();
    }
    throw unknown();
  }

  private static String salt(Map<?, ?> password) {
    return url(Base64.getDecoder().decode(text(password, "salt")));
  }

  private static String url(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException("no verifier that is taken");
  }
}
