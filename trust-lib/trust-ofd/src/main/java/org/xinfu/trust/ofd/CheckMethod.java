package org.xinfu.trust.ofd;

import java.util.Locale;
import java.util.Map;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * The digest of a signature's References, GB/T 33190-2016 table 68.
 *
 * @param digest the JDK's name of it, or SM3; empty when nobody knows it
 * @param odd whether SM3 is meant and written otherwise than as SM3 or its number
 */
record CheckMethod(String digest, boolean odd) {
  private static final String CLAUSE = "GB/T 33190 18.2.2";
  private static final String SM3 = "SM3";
  private static final int SM3_OCTETS = 32;
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1.2.156.10197.1.401", SM3),
          Map.entry("1.2.156.10197.1.401.1", SM3),
          // SM3 with a key by its number; real files have it for the plain digest.
          Map.entry("1.2.156.10197.1.401.2", SM3),
          Map.entry("1.2.156.10197.1.501", SM3),
          Map.entry("MD5", "MD5"),
          Map.entry("1.2.840.113549.2.5", "MD5"),
          Map.entry("SHA1", "SHA-1"),
          Map.entry("1.3.14.3.2.26", "SHA-1"),
          Map.entry("SHA256", "SHA-256"),
          Map.entry("2.16.840.1.101.3.4.2.1", "SHA-256"),
          Map.entry("SHA384", "SHA-384"),
          Map.entry("2.16.840.1.101.3.4.2.2", "SHA-384"),
          Map.entry("SHA512", "SHA-512"),
          Map.entry("2.16.840.1.101.3.4.2.3", "SHA-512"));

  static CheckMethod of(SignatureFile signature) {
    String written = signature.checkMethod();
    if (written.equals(SM3) || written.equals("1.2.156.10197.1.401")) {
      return new CheckMethod(SM3, false);
    }
    if (written.isEmpty()) {
      // The schema's default is MD5, whose digests have 16 octets.
      boolean sm3 =
          signature.references().stream().allMatch(r -> r.checkValue().length() == SM3_OCTETS);
      return sm3 ? new CheckMethod(SM3, true) : new CheckMethod("MD5", false);
    }
    String plain = written.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
    String digest = plain.equals(SM3) ? SM3 : NAMES.getOrDefault(plain, "");
    return new CheckMethod(digest, digest.equals(SM3));
  }

  void report(SignatureFile signature, boolean strict, Report.Builder checks) {
    String written = signature.checkMethod().isEmpty() ? "none" : signature.checkMethod();
    boolean rsa = SignatureMethod.isRsa(signature.method());
    if (digest.isEmpty()) {
      checks.unknown("check-method", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, written);
    } else if (digest.equals(SM3) && !odd) {
      checks.pass("check-method", CLAUSE, written);
    } else if (odd && strict) {
      checks.fail("check-method", CLAUSE, Reason.ENCODING_NOT_STANDARD, written);
    } else if (odd) {
      checks.warn("check-method", CLAUSE, Reason.ENCODING_NOT_STANDARD, written);
    } else if (rsa && digest.startsWith("SHA-") && !digest.equals("SHA-1")) {
      checks.pass("check-method", CLAUSE, written);
    } else {
      // Recomputed below all the same, so that altered files are told from whole ones.
      checks.unknown("check-method-allowed", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, written);
    }
  }
}
