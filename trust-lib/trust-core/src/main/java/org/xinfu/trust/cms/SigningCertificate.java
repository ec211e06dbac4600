package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.DamagedCopies;
import org.xinfu.trust.chain.Namesakes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Acceptance;
import org.xinfu.trust.key.Standing;

/**
 * Which certificate signed: the embedded one that the signer identifier names and whose hash the
 * signing-certificate-v2 attribute states (RFC 5035 §5.4). Both must agree, so that a certificate
 * with the same name and serial cannot be slipped in.
 */
final class SigningCertificate {
  private static final String CLAUSE = "RFC 5035 5.4";
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;

  SigningCertificate(ParsedCms data, ParsedSigner signer, CmsContext context) {
    this.data = data;
    this.signer = signer;
    this.context = context;
  }

  /** Whether the signer names its certificate by a hash. */
  boolean stated() {
    return signer.has(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
        || signer.has(PKCSObjectIdentifiers.id_aa_signingCertificate);
  }

  /**
   * The certificate.
   *
   * @param signed whether the value is of a certificate's key, empty when that is not tried; asked
   *     where several have the name
   */
  Optional<Certificate> judge(
      Report.Builder checks, Function<Certificate, Optional<Boolean>> signed) {
    if (!stated()) {
      return withoutAttribute(checks, signed);
    }
    Optional<List<CertificateHash>> ids = ids();
    if (ids.isEmpty() || (odd().isPresent() && context.policy().strict())) {
      checks.fail(
          "signing-certificate",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "not exactly one readable signing-certificate");
      return Optional.empty();
    }
    odd()
        .ifPresent(
            how ->
                checks.warn("signing-certificate-form", CLAUSE, Reason.ENCODING_NOT_STANDARD, how));
    return matching(ids.get(), checks);
  }

  private Optional<Certificate> withoutAttribute(
      Report.Builder checks, Function<Certificate, Optional<Boolean>> signed) {
    CmsProfile profile = context.profile();
    // GM/T 0033 has RFC 3161's attribute, but its wrapper, GB/T 35275, knows none.
    boolean nationalToken = profile == CmsProfile.TIMESTAMP && data.form().gb();
    boolean limited = profile == CmsProfile.PKCS7 || profile == CmsProfile.PADES || nationalToken;
    if (!(profile.certificateOptional() || nationalToken)
        || (limited && context.policy().strict())) {
      checks.fail(
          "signing-certificate",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "not exactly one readable signing-certificate-v2");
      return Optional.empty();
    }
    if (limited || profile == CmsProfile.FILE) {
      checks.warn(
          "signing-certificate",
          profile.clause(),
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "no signing-certificate-v2; only the signer identifier names the certificate");
    }
    List<Certificate> named = bySid(checks);
    return named.size() > 1 ? amongNamesakes(named, checks, signed) : named.stream().findFirst();
  }

  /** Two certificates with one name and serial: no attribute says which, but a key can. */
  private Optional<Certificate> amongNamesakes(
      List<Certificate> named,
      Report.Builder checks,
      Function<Certificate, Optional<Boolean>> signed) {
    String id = "signer-ambiguous";
    String clause = "RFC 5652 5.3";
    String detail = named.size() + " certificates have the signer's name and serial";
    ChainQuery query =
        new ChainQuery(
            context.policy(),
            context.profile() == CmsProfile.TIMESTAMP ? Role.TIMESTAMPER : Role.SIGNER,
            context.policy().at(),
            TimeSource.NONE,
            Lenience.ETSI);
    List<Certificate> known = known();
    Namesakes.Found found =
        context
            .policy()
            .workload()
            .namesakes()
            .find(named, signed, c -> ChainValidator.vouched(c, known, query));
    if (!found.complete()) {
      checks.unknown(id, clause, Reason.BUDGET_EXCEEDED, detail + ": not all of them are tried");
      return Optional.empty();
    }
    checks.warn(id, clause, Reason.SIGNING_CERTIFICATE_MISMATCH, detail);
    return found.certificate().or(() -> named.stream().findFirst());
  }

  private Optional<Certificate> matching(List<CertificateHash> ids, Report.Builder checks) {
    List<Certificate> named = bySid(checks);
    if (ids.get(0).digest().isEmpty()) {
      // A hash that we do not compute is no fact against the certificate.
      checks.unknown(
          "signing-certificate",
          CLAUSE,
          Reason.ALGORITHM_NOT_ALLOWED,
          "named by a digest that is not computed here");
      return named.stream().findFirst();
    }
    Optional<Certificate> own = named.stream().filter(ids.get(0)::of).findFirst();
    if (named.isEmpty() && missingAllowed()) {
      return own;
    }
    checks.require(
        own.isPresent(),
        "signing-certificate",
        CLAUSE,
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        "no embedded certificate has the stated name, serial and hash");
    List<Certificate> known = new ArrayList<>(known());
    boolean computed = ids.stream().allMatch(id -> id.digest().isPresent());
    boolean all = ids.stream().allMatch(id -> known.stream().anyMatch(id::of));
    if (all || (computed && context.profile().embedded())) {
      checks.require(
          all,
          "certificates-named",
          CLAUSE,
          Reason.SIGNING_CERTIFICATE_MISMATCH,
          "a certificate named by its hash is missing or altered");
    } else {
      checks.notDone("certificates-named", CLAUSE, "a certificate named by its hash is not here");
    }
    return own;
  }

  /**
   * What the digest is worth that names the certificate, once the time is known.
   *
   * @param at the best signature time when it is proven, else the moment of validation
   */
  void judgeDigest(Instant at, Report.Builder checks) {
    ids()
        .flatMap(ids -> ids.get(0).digest())
        .map(digest -> Acceptance.standard().naming(digest.hash(), at))
        .filter(standing -> standing.grade() != Standing.Grade.GOOD)
        .ifPresent(standing -> standing.report(checks, "signing-certificate-digest", CLAUSE));
  }

  /** Certificates at hand, the message's own first. */
  private List<Certificate> known() {
    List<Certificate> known = new ArrayList<>(data.certificates());
    known.addAll(UnsignedValues.of(signer).certificates());
    known.addAll(context.evidence().certificates());
    known.addAll(context.policy().intermediates());
    known.addAll(
        context.profile() == CmsProfile.TIMESTAMP
            ? context.policy().timestampers()
            : context.policy().signers());
    return known;
  }

  /** A file need not carry its signer's certificate (RFC 5652 §5.1); a PDF must. */
  private boolean missingAllowed() {
    return !context.profile().embedded();
  }

  /** Nothing signs the name: what no library writes may have been altered. */
  private void alike(List<Certificate> alike, Report.Builder checks) {
    String id = "signer-identifier";
    String detail = "the issuer's name is spelled otherwise in the certificate";
    if (alike.stream().allMatch(signer::namesRetyped)) {
      checks.warn(id, "RFC 5280 7.1", Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      checks.unknown(id, "RFC 5280 7.1", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  private List<Certificate> bySid(Report.Builder checks) {
    List<Certificate> from = missingAllowed() ? known() : data.certificates();
    List<Certificate> named = from.stream().filter(signer::names).distinct().toList();
    if (named.isEmpty() && !context.policy().strict()) {
      List<Certificate> alike = from.stream().filter(signer::namesAlike).distinct().toList();
      if (!alike.isEmpty()) {
        alike(alike, checks);
        return alike;
      }
    }
    if (named.isEmpty() && missingAllowed()) {
      checks.unknown(
          "signer-identifier",
          "RFC 5652 5.1",
          Reason.SIGNER_CERTIFICATE_MISSING,
          "no certificate at hand has the signer's name and serial");
      return named;
    }
    checks.require(
        !named.isEmpty(),
        "signer-identifier",
        "RFC 5652 5.3",
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        "no embedded certificate has the signer's name and serial");
    return named;
  }

  /**
   * Embedded certificates that neither the path nor the attribute needs are unprotected octets.
   * Where the attribute names more than the signer's own, it names all: one that it does not name
   * was altered or slipped in.
   */
  void judgeRest(List<Certificate> path, Report.Builder checks) {
    DamagedCopies.checkOwn(path, data.certificates(), checks);
    List<CertificateHash> ids = ids().orElse(List.of());
    List<String> rest =
        data.certificates().stream()
            .filter(c -> !path.contains(c))
            .filter(c -> ids.stream().noneMatch(id -> id.of(c)))
            .map(Certificate::subject)
            .toList();
    if (rest.isEmpty() || context.profile() == CmsProfile.COUNTERSIGNATURE) {
      return;
    }
    boolean alone = data.signers().size() <= 1 && context.profile().embedded();
    if (alone && (context.policy().strict() || ids.size() > 1)) {
      checks.fail("certificates-used", CLAUSE, Reason.SIGNING_CERTIFICATE_MISMATCH, "" + rest);
    } else {
      checks.warn("certificates-used", CLAUSE, Reason.SIGNING_CERTIFICATE_MISMATCH, "" + rest);
    }
  }

  private Optional<List<CertificateHash>> ids() {
    return value().flatMap(value -> CertificateHash.parse(value, second()));
  }

  private boolean second() {
    return signer.has(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
  }

  private Optional<Der> value() {
    return signer.only(
        second()
            ? PKCSObjectIdentifiers.id_aa_signingCertificateV2
            : PKCSObjectIdentifiers.id_aa_signingCertificate);
  }

  /**
   * How the value is written that is signed as it is: time-stamp servers in Go have put it into an
   * OCTET STRING, a library for JavaScript has left out the SEQUENCE of the list.
   */
  private Optional<String> odd() {
    Optional<Der> value = value();
    if (value.filter(v -> v.tag() == Der.OCTET_STRING).isPresent()) {
      return Optional.of("the attribute's value stands in an OCTET STRING");
    }
    return value
        .filter(v -> second() && CertificateHash.bare(v))
        .map(v -> "the attribute's value is the list alone");
  }
}
