package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/** Judges one SignerInfo, RFC 5652 §5.6 and the attributes of EN 319 122-1 §5. */
final class SignerJudge {
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;
  private final Report.Builder checks = new Report.Builder();

  SignerJudge(ParsedCms data, ParsedSigner signer, CmsContext context) {
    this.data = data;
    this.signer = signer;
    this.context = context;
  }

  SignerJudgement judge(Function<ContentDigest, Bytes> content) {
    judgeShape();
    Optional<ContentDigest> digest = judgeDigestAlgorithm();
    digest.ifPresent(d -> judgeContent(d, content));
    Optional<SignatureScheme> scheme = digest.flatMap(this::judgeScheme);
    AttributeRules rules = new AttributeRules(signer, context.profile(), checks);
    rules.judgeAlgorithmProtection();
    SigningCertificate named = new SigningCertificate(data, signer, context);
    Optional<Certificate> own = named.judge(checks);
    Optional<VerificationKey> key = own.flatMap(c -> scheme.flatMap(s -> judgeValue(c, s)));
    Optional<Instant> claimed = rules.judgeSigningTime(context.claimed());
    Integrity integrity =
        checks.failed() ? Integrity.BROKEN : key.isPresent() ? Integrity.INTACT : Integrity.UNKNOWN;
    own.ifPresent(certificate -> judgeChain(certificate, claimed, named));
    if (signer.unsigned() > 0) {
      checks.notDone("unsigned-attributes", "RFC 5652 11", signer.unsigned() + " not examined");
    }
    TimeSource source = claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE;
    Optional<SignatureAlgorithm> suite = key.map(VerificationKey::algorithm);
    return new SignerJudgement(integrity, suite, own, claimed, source, checks.report());
  }

  private void judgeShape() {
    checks.require(
        signer.version() == (signer.subjectKey().isPresent() ? 3 : 1),
        "signer-version",
        "RFC 5652 5.3",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "version " + signer.version());
    // Without attributes the signed octets could be read as another message's attributes.
    checks.require(
        !signer.signed().isEmpty(),
        "signed-attributes",
        "RFC 5652 5.3",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "no signed attributes");
    Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    List<String> repeated =
        signer.signed().stream()
            .map(ParsedSigner.SignedAttribute::type)
            .filter(type -> !seen.add(type))
            .map(ASN1ObjectIdentifier::getId)
            .toList();
    checks.require(
        repeated.isEmpty(),
        "attributes-unique",
        "RFC 5652 5.3",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "repeated: " + repeated);
    boolean typed =
        signer
            .only(CMSAttributes.contentType)
            .filter(value -> value.tag() == Der.OID)
            .filter(value -> ParsedCms.oid(value).equals(data.contentType()))
            .isPresent();
    checks.require(
        typed,
        "content-type",
        "RFC 5652 11.1",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "not exactly one content-type equal to eContentType");
  }

  private Optional<ContentDigest> judgeDigestAlgorithm() {
    Optional<ContentDigest> digest =
        CmsSuite.absentOrNull(signer.digest().getParameters())
            ? ContentDigest.ofOid(signer.digest().getAlgorithm())
            : Optional.empty();
    if (digest.isEmpty()) {
      checks.unknown(
          "digest-algorithm",
          "RFC 5652 5.3",
          Reason.ALGORITHM_NOT_ALLOWED,
          signer.digest().getAlgorithm().getId());
    }
    checks.require(
        data.digests().contains(signer.digest()),
        "digest-algorithm-listed",
        "RFC 5652 5.1",
        Reason.ALGORITHM_MISMATCH,
        "the signer's digest algorithm is not among digestAlgorithms");
    return digest;
  }

  private void judgeContent(ContentDigest digest, Function<ContentDigest, Bytes> content) {
    Optional<Bytes> stated =
        signer
            .only(CMSAttributes.messageDigest)
            .filter(value -> value.tag() == Der.OCTET_STRING)
            .map(Der::content);
    if (stated.isEmpty()) {
      checks.fail(
          "message-digest",
          "RFC 5652 11.2",
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "not exactly one message-digest");
      return;
    }
    checks.require(
        stated.get().equals(content.apply(digest)),
        "message-digest",
        "RFC 5652 5.6",
        Reason.DIGEST_MISMATCH,
        "the content's " + digest + " differs");
  }

  private Optional<SignatureScheme> judgeScheme(ContentDigest digest) {
    Optional<SignatureScheme> scheme = CmsSuite.scheme(signer.algorithm(), digest);
    String detail = signer.algorithm().getAlgorithm().getId() + " with " + digest;
    if (scheme.isEmpty()) {
      checks.unknown("signature-algorithm", "RFC 5652 5.3", Reason.ALGORITHM_NOT_ALLOWED, detail);
    } else if (!CmsSuite.agree(scheme.get(), digest)) {
      checks.fail("signature-algorithm", "RFC 5652 5.3", Reason.ALGORITHM_MISMATCH, detail);
      return Optional.empty();
    }
    return scheme;
  }

  /** The key that verified, or did not; empty when there is none to try. */
  private Optional<VerificationKey> judgeValue(Certificate own, SignatureScheme scheme) {
    Optional<VerificationKey> key = own.publicKey(scheme);
    if (own.keyKind().isEmpty()) {
      String detail = "a key of a kind that is not judged here";
      checks.unknown("signature-value", "RFC 5652 5.6", Reason.ALGORITHM_NOT_ALLOWED, detail);
    } else if (key.isEmpty()) {
      checks.fail(
          "signature-value",
          "RFC 5652 5.6",
          Reason.ALGORITHM_MISMATCH,
          "the certificate's key is not for " + scheme);
    } else {
      checks.require(
          key.get().verify(signer.toBeSigned(), signer.signature()),
          "signature-value",
          "RFC 5652 5.6",
          Reason.SIGNATURE_VALUE_WRONG,
          "the value is not this key's over the signed attributes");
      context
          .policy()
          .standing(key.get(), context.policy().at())
          .report(checks, "signature-algorithm", "ETSI TS 119 312");
    }
    return key;
  }

  private void judgeChain(
      Certificate own, Optional<Instant> claimed, SigningCertificate certificates) {
    TimeSource source = claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE;
    ChainQuery query =
        new ChainQuery(
            context.policy(),
            Role.SIGNER,
            claimed.orElse(context.policy().at()),
            source,
            Lenience.ETSI);
    Verdict<List<Certificate>> path = ChainValidator.validate(own, data.certificates(), query);
    checks.addAll("", path.report());
    path.fold(
        found -> {
          certificates.judgeRest(found, checks);
          return found;
        },
        (reason, report) -> List.of(),
        (reason, report) -> List.of());
  }
}
