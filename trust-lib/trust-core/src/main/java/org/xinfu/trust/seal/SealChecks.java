package org.xinfu.trust.seal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/** The checks of a seal, GM/T 0031-2014 §6.1.2, in its order. */
final class SealChecks {
  /** Real seals carry local time marked as UTC, so that one may seem to be made hours ahead. */
  private static final Duration ZONE_MISTAKE = Duration.ofHours(14);

  /** Two honest clocks differ by no more. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private final TrustPolicy policy;
  private final Report.Builder checks;
  private final SealProofs proofs;

  SealChecks(TrustPolicy policy, Report.Builder checks) {
    this(policy, checks, SealProofs.none());
  }

  SealChecks(TrustPolicy policy, Report.Builder checks, SealProofs proofs) {
    this.policy = policy.withinDocument();
    this.checks = checks;
    this.proofs = proofs;
  }

  /** Reads a structure; what cannot be read is recorded and gives nothing. */
  static <T> Optional<T> read(String id, String clause, Supplier<T> reader, Report.Builder checks) {
    try {
      T value = reader.get();
      checks.pass(id, clause, "");
      return Optional.of(value);
    } catch (MalformedDer e) {
      checks.fail(id, clause, Reason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (SesVersion.Contradiction e) {
      checks.fail(id, clause, Reason.SEAL_VERSION_CONTRADICTION, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /** A bare seal, judged as its maker's signature and as usable at the policy's moment. */
  static SealJudgement judgeSeal(Bytes octets, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    Optional<Seal> seal = readSeal(octets, checks);
    seal.ifPresent(
        s ->
            new SealChecks(policy, checks)
                .check(s, new SealTimes.Moment(policy.at(), TimeSource.CLAIMED)));
    Report report = checks.report();
    return new SealJudgement(
        report,
        SealJudgement.integrityOf(report),
        seal.filter(s -> s.envelope().holds()).map(Seal::facts).orElse(null),
        seal.map(s -> SignatureChecks.facts(s.makerCertificate())).orElse(null),
        SesShape.sealFormatOf(octets),
        seal.flatMap(s -> s.envelope().suite().name()).orElse(null),
        seal.map(Seal::createdAt).orElse(null),
        seal.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE);
  }

  static Optional<Seal> readSeal(Bytes octets, Report.Builder checks) {
    return read("seal-format", "GM/T 0031 6.1.2 a", () -> Seal.readTolerant(octets), checks);
  }

  /**
   * Makes every check of the seal at {@code at} and returns the maker's path, when there is one.
   */
  List<Certificate> check(Seal seal, SealTimes.Moment at) {
    if (seal.later()) {
      version("header.version is " + seal.stated());
    }
    encoding("seal-encoding", seal.deviations());
    extensions(seal.extensions());
    // The seal is inside of what was signed, so that it is at least as old.
    SealProofs proven = proofs.existing(at);
    Report.Builder dated = new Report.Builder();
    SealTimes.Moment made = new SealTimes(policy, dated, proven).ofSeal(seal);
    algorithm("seal-algorithm", seal.envelope(), seal.shape(), proven.existing(made));
    value(
        "seal-signature",
        "GM/T 0031 6.1.2 b",
        seal.envelope(),
        Reason.SEAL_SIGNATURE_WRONG,
        "eSealInfo is not signed by ");
    created(seal.createdAt());
    checks.addAll("", dated.report());
    List<Certificate> path = maker(seal, made, proven);
    window(seal, at);
    return path;
  }

  /** What a later standard demands of a seal cannot be judged; what is signed can. */
  private void version(String detail) {
    String clause = "GM/T 0031 6.1.2 a";
    if (policy.strict()) {
      checks.fail("seal-version", clause, Reason.SEAL_VERSION_UNSUPPORTED, detail);
    } else {
      checks.unknown("seal-version", clause, Reason.SEAL_VERSION_UNSUPPORTED, detail);
    }
  }

  /** Interop reports deviations of real producers, strict refuses them. */
  void encoding(String id, List<Deviation> deviations) {
    String detail = String.join("; ", deviations.stream().map(Deviation::what).toList());
    if (deviations.isEmpty()) {
      checks.pass(id, "GM/T 0009", "");
    } else if (policy.strict()) {
      checks.fail(id, "GM/T 0009", Reason.ENCODING_NOT_STANDARD, detail);
    } else if (deviations.stream().allMatch(Deviation::signed)) {
      checks.warn(id, "GM/T 0009", Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      checks.unknown(id, "GM/T 0009", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  /** What an unknown extension marked critical would demand cannot be judged. */
  private void extensions(List<SesExtension> extensions) {
    List<SesExtension> critical = extensions.stream().filter(SesExtension::critical).toList();
    if (critical.isEmpty()) {
      checks.pass("seal-extensions", "GB/T 38540", names(extensions));
    } else if (policy.strict()) {
      checks.fail(
          "seal-extensions", "GB/T 38540", Reason.CRITICAL_EXTENSION_UNKNOWN, names(critical));
    } else {
      checks.unknown(
          "seal-extensions", "GB/T 38540", Reason.CRITICAL_EXTENSION_UNKNOWN, names(critical));
    }
  }

  /**
   * GB/T 38540 signs with SM2 and SM3, GM/T 0031-2014 with RSA as well, whatever its digest; the
   * stated algorithm and the key agree. What the suite is worth depends on the time that is proven
   * (ETSI EN 319 102-1 §5.6.2.4), never on the claimed one.
   */
  void algorithm(String id, SesEnvelope envelope, SesVersion version, SealProofs proven) {
    SesSuite suite = envelope.suite();
    String clause = version == SesVersion.V1 ? "GM/T 0031 5.3" : "GB/T 38540";
    String detail = envelope.algorithm() + " with the key of " + envelope.certificate();
    Optional<VerificationKey> key = suite.key().filter(k -> standard(k.algorithm(), version));
    if (suite.kind() == SesSuite.Kind.MISMATCH) {
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, detail);
    } else if (key.isPresent()) {
      policy.standing(key.get(), proven.atMost(policy.at())).report(checks, id, clause);
    } else {
      checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, detail);
    }
  }

  private static boolean standard(SignatureAlgorithm suite, SesVersion version) {
    return suite == SignatureAlgorithm.SM2_SM3
        || (version == SesVersion.V1 && suite.scheme().kind() == SignatureScheme.Kind.RSA_PKCS1);
  }

  /** Whether the value is the certificate's over the received octets. */
  void value(String id, String clause, SesEnvelope envelope, Reason wrong, String detail) {
    switch (envelope.judged()) {
      case HOLDS -> checks.pass(id, clause, "");
      case WRONG -> checks.fail(id, clause, wrong, detail + envelope.certificate());
      case NOT_COMPUTED ->
          checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, envelope.algorithm());
    }
  }

  static String names(List<SesExtension> extensions) {
    return String.join(", ", extensions.stream().map(SesExtension::oid).toList());
  }

  /** The maker's certificate is judged at the moment when the seal was made. */
  private List<Certificate> maker(Seal seal, SealTimes.Moment made, SealProofs proven) {
    ChainQuery query =
        new ChainQuery(
                policy,
                ChainQuery.Role.MAKER,
                made.at(),
                made.source(),
                ChainQuery.Lenience.SEAL,
                proven.existedBy())
            .within(made.accuracy());
    Verdict<List<Certificate>> path =
        ChainValidator.validate(seal.makerCertificate(), proven.evidence(), query);
    checks.addAll("seal-maker-", path.report());
    return path.fold(p -> p, (reason, report) -> List.of(), (reason, report) -> List.of());
  }

  private void created(Instant made) {
    String clause = "GM/T 0031 6.1.2 c";
    boolean ahead = made.isAfter(policy.at().plus(SKEW));
    if (!ahead) {
      checks.pass("seal-created", clause, "made " + made);
    } else if (policy.strict() || made.isAfter(policy.at().plus(ZONE_MISTAKE))) {
      checks.fail("seal-created", clause, Reason.SIGNED_IN_FUTURE, "made " + made);
    } else {
      String detail = "made " + made + ", which is to come: local time, marked as UTC";
      checks.warn("seal-created", clause, Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  private void window(Seal seal, SealTimes.Moment moment) {
    Instant at = moment.at();
    String clause = "GM/T 0031 6.1.2 d";
    String window = seal.validFrom() + " to " + seal.validTo();
    boolean early = moment.latest().isBefore(seal.validFrom());
    boolean outside = early || at.isAfter(seal.validTo());
    boolean told = moment.source() != TimeSource.NONE;
    if (!told && outside) {
      checks.unknown("seal-window", clause, Reason.TIME_NOT_PROVEN, window);
    } else if (early) {
      checks.fail("seal-window", clause, Reason.SEAL_NOT_YET_VALID, window);
    } else if (at.isAfter(seal.validTo())) {
      checks.fail("seal-window", clause, Reason.SEAL_EXPIRED, window);
    } else if (moment.latest().isAfter(seal.validTo())) {
      checks.unknown("seal-window", clause, Reason.TIME_NOT_PROVEN, window);
    } else {
      checks.pass("seal-window", clause, window);
    }
  }
}
