package org.xinfu.trust.time;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContents;
import org.xinfu.trust.cms.SignedMessage;

/** Judges files that are a TimeStampToken or a TimeStampResp (.tst, .tsr). */
public final class TstFormatVerifier implements FormatVerifier {
  private static final int MOST_OCTETS = 1 << 20;

  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return token(source).map(found -> DocumentFormat.TST);
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return judge(source, Optional.empty(), policy);
  }

  @Override
  public DocumentReport verify(DocumentSource source, DocumentSource content, TrustPolicy policy) {
    return judge(source, Optional.of(SignedContents.digests(content)), policy);
  }

  private static Optional<Bytes> token(DocumentSource source) {
    if (source.length() > MOST_OCTETS || source.length() < 2 || source.read(0, 1).at(0) != 0x30) {
      return Optional.empty();
    }
    Bytes octets = source.readAll(MOST_OCTETS);
    Optional<Bytes> direct = Optional.of(octets).filter(TstFormatVerifier::isToken);
    return direct.isPresent()
        ? direct
        : TimestampExchange.Response.parse(octets).flatMap(TimestampExchange.Response::token);
  }

  private static boolean isToken(Bytes octets) {
    return SignedMessage.parse(octets)
        .filter(m -> m.contentType().equals(TokenContent.TYPE))
        .isPresent();
  }

  private static DocumentReport judge(
      DocumentSource source,
      Optional<Function<ContentDigest, Bytes>> imprinted,
      TrustPolicy policy) {
    Bytes token = token(source).orElse(Bytes.empty());
    TimestampContext context = new TimestampContext(policy, Evidence.none(), Optional.empty());
    Verdict<ProvenTime> verdict = TimestampVerifier.judge(token, imprinted, context);
    return new DocumentReport(
        SignedContents.digests(source).apply(ContentDigest.SHA256).toHex(),
        DocumentFormat.TST,
        Coverage.WHOLE,
        List.of(),
        List.of(signature(token, verdict)),
        answer(source),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }

  /** A refusal brings no token: whose answer it is, or who put one into it, nobody can tell. */
  private static Report answer(DocumentSource source) {
    Report.Builder checks = new Report.Builder();
    Bytes octets = source.readAll(MOST_OCTETS);
    if (!isToken(octets)) {
      TimestampExchange.Response.parse(octets)
          .filter(response -> !response.granted())
          .ifPresent(
              response ->
                  checks.fail(
                      "status",
                      "RFC 3161 2.4.2",
                      Reason.TIMESTAMP_WRONG,
                      "a token, and the status is " + response.status()));
    }
    return checks.report();
  }

  private static SignatureReport signature(Bytes token, Verdict<ProvenTime> verdict) {
    boolean valid = verdict instanceof Verdict.Valid;
    Optional<ProvenTime> time =
        verdict.fold(
            Optional::of, (r, report) -> Optional.empty(), (r, report) -> Optional.empty());
    return new SignatureReport(
        "token",
        "RFC3161",
        null,
        integrity(verdict),
        Coverage.WHOLE,
        null,
        TimestampVerifier.claimedTime(token).orElse(null),
        valid ? TimeSource.TIMESTAMP : TimeSource.CLAIMED,
        time.map(t -> facts(t)).orElse(null),
        null,
        List.of(),
        verdict.report());
  }

  private static SignerFacts facts(ProvenTime time) {
    return new SignerFacts(
        time.authority().subject(),
        time.authority().serial().toString(16),
        time.authority().sha256(),
        time.authority().issuer());
  }

  /** The value held when it was computed and nothing of the token's own fails. */
  private static Integrity integrity(Verdict<ProvenTime> verdict) {
    Report report = verdict.report();
    boolean computed =
        report.check("signature-value").filter(c -> c.outcome() == Outcome.PASS).isPresent();
    if (verdict instanceof Verdict.Invalid && !computed) {
      return Integrity.BROKEN;
    }
    boolean imprint = report.check("imprint").filter(c -> c.outcome() == Outcome.FAIL).isPresent();
    return imprint ? Integrity.BROKEN : computed ? Integrity.INTACT : Integrity.UNKNOWN;
  }
}
