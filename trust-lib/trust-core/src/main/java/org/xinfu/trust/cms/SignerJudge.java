package org.xinfu.trust.cms;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.ContentReadings;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.log.LogReceipts;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.TimeOrder;

/** Judges one SignerInfo, RFC 5652 §5.6 and the attributes of EN 319 122-1 §5. */
final class SignerJudge {
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;
  private final SignerShape shape;
  private final Report.Builder checks = new Report.Builder();
  private final SignatureTimes times;
  private final ContentReadings bare;

  SignerJudge(ParsedCms data, ParsedSigner signer, CmsContext context, ContentReadings bare) {
    this.bare = bare;
    this.data = data;
    this.signer = signer;
    this.context = context;
    this.shape = new SignerShape(data, signer, context, checks);
    this.times = new SignatureTimes(data, signer, context, checks);
  }

  SignerJudgement judge(List<SignedContent> contents) {
    shape.judge(contents);
    Optional<ContentDigest> digest = judgeDigestAlgorithm();
    if (!signer.signed().isEmpty()) {
      digest.ifPresent(d -> judgeContent(d, contents));
    }
    Optional<SignatureScheme> scheme = digest.flatMap(this::judgeScheme);
    AttributeRules rules = new AttributeRules(signer, context, checks);
    rules.judgeAlgorithmProtection();
    SigningCertificate named = new SigningCertificate(data, signer, context);
    Optional<Certificate> own =
        named.judge(
            checks, c -> scheme.map(s -> signed(c, s, contents)).orElse(Optional.of(false)));
    Optional<VerificationKey> key =
        own.flatMap(c -> scheme.flatMap(s -> judgeValue(c, s, contents)));
    Optional<Instant> claimed = rules.judgeSigningTime(context.claimed());
    Integrity integrity =
        checks.failed()
            ? Integrity.BROKEN
            : key.isPresent() && !contents.isEmpty() ? Integrity.INTACT : Integrity.UNKNOWN;
    Moment moment = moment(claimed, times.judge(contents));
    judgeClaim(moment);
    judgeTrust(moment, named, key.map(k -> new Bound(own.orElseThrow(), k)));
    if (key.isEmpty()) {
      own.ifPresent(c -> judgeChain(moment, c, named));
    }
    List<SignerJudgement> countersigners =
        new Countersigners(data, context, times.evidence()).of(signer, checks);
    return new SignerJudgement(
        integrity,
        key.map(VerificationKey::algorithm),
        own,
        moment.best(),
        moment.source(),
        named.stated() ? Optional.of(times.level(own)) : Optional.empty(),
        checks.report(),
        times.own(),
        moment.latest(),
        countersigners);
  }

  /** The certificate and its key in the suite in use. */
  private record Bound(Certificate certificate, VerificationKey key) {}

  /** A time-stamp comes first, then a log's receipt, then the claim. */
  private Moment moment(Optional<Instant> claimed, Optional<Existence> stamped) {
    return stamped.isPresent()
        ? new Moment(claimed, stamped, TimeSource.TIMESTAMP)
        : new Moment(
            claimed,
            LogReceipts.prove(signer.signature(), context.policy(), checks).map(Existence::exact),
            TimeSource.LOG);
  }

  /** That a token is not of the future is seen to where its content is read. */
  private void judgeClaim(Moment moment) {
    boolean token = context.profile() == CmsProfile.TIMESTAMP;
    if (token) {
      moment
          .latest()
          .ifPresent(by -> moment.claimed().ifPresent(at -> TimeOrder.checkToken(at, by, checks)));
    } else {
      Optional<Instant> there = moment.proven().map(Existence::at);
      moment.claimed().ifPresent(at -> TimeOrder.check(at, there, context.policy(), checks));
    }
  }

  /**
   * What is claimed and what is proven about the time of signing.
   *
   * @param by what proves it, when it is proven
   */
  private record Moment(Optional<Instant> claimed, Optional<Existence> proven, TimeSource by) {
    Optional<Instant> best() {
      return proven.map(Existence::at).or(() -> claimed);
    }

    Optional<Instant> latest() {
      return proven.map(Existence::latest);
    }

    TimeSource source() {
      return proven.isPresent() ? by : claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE;
    }
  }

  private void judgeTrust(Moment moment, SigningCertificate named, Optional<Bound> bound) {
    if (bound.isEmpty()) {
      return;
    }
    Instant at = moment.latest().orElse(context.policy().at());
    context
        .policy()
        .standing(bound.get().key(), at)
        .report(checks, "signature-algorithm", "ETSI TS 119 312");
    named.judgeDigest(at, checks);
    judgeChain(moment, bound.get().certificate(), named);
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
    digest
        .filter(d -> !d.oid().equals(signer.digest().getAlgorithm()))
        .ifPresent(d -> shape.oddlySpelled(signer.digest().getAlgorithm() + " for " + d));
    if (context.profile() != CmsProfile.COUNTERSIGNATURE) {
      shape.judgeListed(digest);
    }
    return digest;
  }

  private void judgeContent(ContentDigest digest, List<SignedContent> contents) {
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
    } else if (contents.isEmpty()) {
      checks.unknown(
          "message-digest", "RFC 5652 5.6", Reason.SIGNED_CONTENT_MISSING, "no content at hand");
    } else {
      boolean gb = context.profile() == CmsProfile.GBT35275;
      checks.require(
          contents.stream()
              .anyMatch(
                  c ->
                      gb
                          ? ContentRules.states(stated.get(), digest, c)
                          : stated.get().equals(c.digests().apply(digest))),
          "message-digest",
          "RFC 5652 5.6",
          Reason.DIGEST_MISMATCH,
          "the content's " + digest + " differs");
    }
  }

  private Optional<SignatureScheme> judgeScheme(ContentDigest digest) {
    Optional<SignatureScheme> scheme = CmsSuite.scheme(signer.algorithm(), digest);
    String detail = signer.algorithm().getAlgorithm().getId() + " with " + digest;
    if (scheme.isEmpty()) {
      checks.unknown("signature-algorithm", "RFC 5652 5.3", Reason.ALGORITHM_NOT_ALLOWED, detail);
    } else if (!CmsSuite.agree(scheme.get(), digest)
        && scheme.get().kind() == SignatureScheme.Kind.EDDSA) {
      // Nobody's rule, and no contradiction: Ed25519 hashes by itself (OpenSSL writes it).
      checks.unknown("signature-algorithm", "RFC 8419 3", Reason.ALGORITHM_NOT_ALLOWED, detail);
    } else if (!CmsSuite.agree(scheme.get(), digest)) {
      checks.fail("signature-algorithm", "RFC 5652 5.3", Reason.ALGORITHM_MISMATCH, detail);
      return Optional.empty();
    } else if (CmsSuite.oddlySpelled(signer.algorithm(), data.form().gb())) {
      shape.oddlySpelled(detail);
    }
    return scheme;
  }

  /** Whether a certificate's key made the value; empty when that is not tried. */
  private Optional<Boolean> signed(
      Certificate certificate, SignatureScheme scheme, List<SignedContent> contents) {
    Optional<VerificationKey> key = certificate.publicKey(scheme);
    if (key.isEmpty()) {
      return Optional.of(false);
    }
    Set<Bytes> messages = messages(contents);
    boolean streamed =
        messages.isEmpty() && contents.stream().anyMatch(c -> c.stream().isPresent());
    if (streamed || !mayHash()) {
      return Optional.empty();
    }
    Bytes value = raw(scheme) ? der() : signer.signature();
    return Optional.of(messages.stream().anyMatch(m -> key.get().verify(m, value)));
  }

  /** The key that verified, or did not; empty when there is none to try or nothing to try on. */
  private Optional<VerificationKey> judgeValue(
      Certificate own, SignatureScheme scheme, List<SignedContent> contents) {
    String id = "signature-value";
    String clause = "RFC 5652 5.6";
    Optional<VerificationKey> key = own.publicKey(scheme);
    Set<Bytes> messages = messages(contents);
    if (own.keyKind().isEmpty()) {
      String detail = "a key of a kind that is not judged here";
      checks.unknown(id, clause, Reason.ALGORITHM_NOT_ALLOWED, detail);
    } else if (key.isEmpty()) {
      String detail = "the certificate's key is not for " + scheme;
      checks.fail(id, clause, Reason.ALGORITHM_MISMATCH, detail);
    } else if (!mayHash()) {
      String detail = "so many signers without attributes are not tried on this content";
      checks.unknown(id, clause, Reason.BUDGET_EXCEEDED, detail);
      return Optional.empty();
    } else if (messages.isEmpty()) {
      return judgeStream(key.get(), value(scheme), contents);
    } else {
      judgeValue(key.get(), value(scheme), messages);
    }
    return key;
  }

  private boolean mayHash() {
    return !signer.signed().isEmpty() || bare.maySpend();
  }

  private void judgeValue(VerificationKey key, Bytes value, Set<Bytes> messages) {
    String id = "signature-value";
    boolean holds = messages.stream().anyMatch(m -> key.verify(m, value));
    if (!holds && messages.stream().anyMatch(m -> key.verifiesNameless(m, value))) {
      StreamedValue.unnamed(checks, StreamedValue.NAMELESS);
      return;
    }
    if (!holds
        && signer.signed().isEmpty()
        && messages.stream().anyMatch(m -> key.verifiesDigest(m, value))) {
      StreamedValue.unnamed(checks, StreamedValue.DIGEST_ALONE);
      return;
    }
    checks.require(
        holds,
        id,
        "RFC 5652 5.6",
        Reason.SIGNATURE_VALUE_WRONG,
        "the value is not this key's over the signed attributes");
  }

  /** A content too large for memory that was signed without attributes. */
  private Optional<VerificationKey> judgeStream(
      VerificationKey key, Bytes value, List<SignedContent> contents) {
    String id = "signature-value";
    String clause = "RFC 5652 5.6";
    Optional<Supplier<InputStream>> message =
        contents.stream().flatMap(c -> c.stream().stream()).findFirst();
    if (message.isEmpty()) {
      checks.unknown(id, clause, Reason.SIGNED_CONTENT_MISSING, "no content at hand");
      return Optional.empty();
    }
    if (!key.streams()) {
      checks.unknown(id, clause, Reason.BUDGET_EXCEEDED, "the content is too large for the key");
      return Optional.empty();
    }
    StreamedValue.judge(key, value, message.get(), bare, checks);
    return Optional.of(key);
  }

  /** What may have been signed: the attributes in either order, else the content itself. */
  private Set<Bytes> messages(List<SignedContent> contents) {
    Set<Bytes> messages = new LinkedHashSet<>();
    if (!signer.signed().isEmpty()) {
      messages.add(signer.toBeSigned());
      messages.add(signer.sorted());
    } else {
      contents.forEach(c -> c.octets().ifPresent(messages::add));
    }
    return messages;
  }

  /** Devices and national seals write r‖s in place of the DER pair. */
  private Bytes value(SignatureScheme scheme) {
    if (!raw(scheme)) {
      return signer.signature();
    }
    shape.deviation("signature-encoding", "GM/T 0009 7.3", "r‖s of 64 octets, not DER");
    return der();
  }

  private boolean raw(SignatureScheme scheme) {
    Bytes value = signer.signature();
    return scheme.kind() == SignatureScheme.Kind.SM2
        && value.length() == 64
        && EcSignature.parseDer(value).isEmpty();
  }

  private Bytes der() {
    Bytes value = signer.signature();
    return EcSignature.parseRaw(value, 32).map(EcSignature::der).orElse(value);
  }

  private void judgeChain(Moment moment, Certificate own, SigningCertificate certificates) {
    ChainQuery query = certificates.stated() ? query(moment) : query(moment).ofUnnamed();
    Verdict<List<Certificate>> path = ChainValidator.validate(own, times.evidence(), query);
    checks.addAll("", path.report());
    path.fold(
        found -> {
          certificates.judgeRest(found, checks);
          return found;
        },
        (reason, report) -> List.of(),
        (reason, report) -> List.of());
  }

  /** A token states its own time, and until it is proven to exist its authority's key may lie. */
  private ChainQuery query(Moment moment) {
    boolean token = context.profile() == CmsProfile.TIMESTAMP;
    Moment told = token ? new Moment(moment.claimed(), Optional.empty(), moment.by()) : moment;
    return new ChainQuery(
            context.policy(),
            token ? Role.TIMESTAMPER : Role.SIGNER,
            told.best().orElse(context.policy().at()),
            told.source(),
            Lenience.ETSI,
            token ? moment.latest() : Optional.empty())
        .within(told.proven().map(Existence::accuracy).orElse(Duration.ZERO));
  }
}
