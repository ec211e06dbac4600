package org.xinfu.trust.jose;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.ContentDigest;

/**
 * What ETSI TS 119 182-1 (JAdES) adds to a header and is understood here: the claimed signing time
 * (§5.1.11, {@code iat}; §5.2.1, the older {@code sigT}), and the signing certificate named by
 * another digest than SHA-256 (§5.2.2, {@code x5t#o}; §5.2.3, {@code sigX5ts}). Its detached
 * objects, policies and commitments are critical parameters that nobody here knows; its unsigned
 * ones are {@link JadesProperties}.
 */
final class JadesHeader {
  private static final String SPEC = "ETSI TS 119 182-1 ";

  /** §5.1.7, §5.1.8 and §5.2: parameters of the protected header alone. */
  private static final List<String> SIGNED_ONLY =
      List.of("sigT", "x5t#o", "sigX5ts", "srCms", "sigPl", "srAts", "adoTst", "sigPId", "sigD");

  /**
   * RFC 7519 §4.1: a claim that stands among the unprotected parameters claims nothing. By a type
   * (RFC 7515 §4.1.9, §4.1.10) that nobody signed a reader would show the payload as something
   * else.
   */
  private static final List<String> CLAIMS =
      List.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "typ", "cty");

  private final JoseHeader header;

  JadesHeader(JoseHeader header) {
    this.header = header;
  }

  /** Returns the claimed time, when there is one. */
  Optional<Instant> judge(TrustPolicy policy, Report.Builder checks) {
    Stream.concat(SIGNED_ONLY.stream(), CLAIMS.stream())
        .filter(header.open()::containsKey)
        .forEach(
            name ->
                checks.unknown(
                    "unsigned-attributes",
                    SPEC + "5.2",
                    Reason.SIGNED_ATTRIBUTE_WRONG,
                    name + " is there unsigned"));
    if (!header.signed().containsKey("sigT")) {
      return issued(policy, checks);
    }
    Optional<Instant> time = time(String.valueOf(header.signed().get("sigT")));
    checks.require(
        time.isPresent(), "signing-time", SPEC + "5.2.1", Reason.MALFORMED, "sigT is no time");
    return time;
  }

  /** A JWS that is no JAdES may have its own {@code iat} there, so that interop only tells. */
  private Optional<Instant> issued(TrustPolicy policy, Report.Builder checks) {
    try {
      return new TimeClaims(header.signed()).issuedAt();
    } catch (MalformedJose e) {
      if (policy.strict()) {
        checks.fail("signing-time", SPEC + "5.1.11", Reason.MALFORMED, e.what());
      } else {
        checks.warn("signing-time", SPEC + "5.1.11", Reason.ENCODING_NOT_STANDARD, e.what());
      }
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  /** Whether the header names its certificate in a way that RFC 7515 does not know. */
  boolean names() {
    return header.signed().containsKey("x5t#o") || header.signed().containsKey("sigX5ts");
  }

  /** Why this is not the certificate that the header names; empty when it is, or none is named. */
  Optional<Reason> problem(Certificate certificate) {
    Optional<Reason> other = Optional.empty();
    if (header.signed().containsKey("x5t#o")) {
      other = problem(header.signed().get("x5t#o"), certificate);
    }
    if (other.isEmpty() && header.signed().containsKey("sigX5ts")) {
      Object all = header.signed().get("sigX5ts");
      other = problem(all instanceof List<?> l && !l.isEmpty() ? l.get(0) : null, certificate);
    }
    return other;
  }

  private static Optional<Reason> problem(@Nullable Object reference, Certificate certificate) {
    Optional<String> wanted = text(reference, "digVal");
    Optional<ContentDigest> digest = text(reference, "digAlg").flatMap(JadesHeader::digest);
    if (wanted.isEmpty()) {
      return Optional.of(Reason.MALFORMED);
    }
    if (digest.isEmpty()) {
      return Optional.of(Reason.ALGORITHM_NOT_ALLOWED);
    }
    String own = Base64Url.encode(digest.get().of(certificate.der()));
    return wanted.get().equals(own)
        ? Optional.empty()
        : Optional.of(Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  private static Optional<String> text(@Nullable Object reference, String member) {
    return reference instanceof Map<?, ?> map && map.get(member) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** By the names that producers give it: S512, sha-512, SHA512. */
  private static Optional<ContentDigest> digest(String algorithm) {
    return switch (algorithm.toUpperCase(Locale.ROOT).replaceFirst("^S(HA)?-?", "")) {
      case "256" -> Optional.of(ContentDigest.SHA256);
      case "384" -> Optional.of(ContentDigest.SHA384);
      case "512" -> Optional.of(ContentDigest.SHA512);
      default -> Optional.empty();
    };
  }
}
