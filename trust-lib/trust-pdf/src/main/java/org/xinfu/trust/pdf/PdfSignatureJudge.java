package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.time.Existence;

/** Judges PDF signatures: dictionary, covered octets, value, and what later timestamps prove. */
final class PdfSignatureJudge {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private final PdfView latest;
  private final StoredEvidence stored;
  private final ValueJudge values;
  private final boolean strict;

  PdfSignatureJudge(DocumentSource source, PdfView latest, TrustPolicy policy) {
    this.latest = latest;
    this.stored = new StoredEvidence(latest, policy.workload());
    this.strict = policy.strict();
    this.values = new ValueJudge(source, latest, policy, stored);
  }

  /** Judges each by itself, those that came last first: a timestamp vouches for what it covers. */
  List<Judged> judge(List<SignatureObject> signatures, boolean blind) {
    List<Judged> all = signatures.stream().map(one -> open(one, blind)).toList();
    List<Judged> latestFirst = new ArrayList<>(all);
    latestFirst.sort(Comparator.comparingLong(Judged::end).reversed());
    for (Judged one : latestFirst) {
      Optional<Existence> existedBy =
          Existence.earliest(stamps(all, one).flatMap(stamp -> stamp.findings().proven().stream()));
      one.settle(values.judge(one, existedBy));
      SeedJudge.judge(latest, one, strict);
      prove(one);
      one.level(level(all, one));
    }
    return all;
  }

  /** A time-stamp that holds proves the evidence of its revision for those before it. */
  private void prove(Judged one) {
    if (one.sound() && one.integrity() == Integrity.INTACT) {
      one.findings()
          .proven()
          .ifPresent(
              at ->
                  one.archives(
                      revision(one).filter(v -> stored.prove(v, at.latest())).isPresent()));
    }
  }

  private Optional<PdfView> revision(Judged one) {
    try {
      return Optional.of(latest.upTo(one.end()));
    } catch (MalformedPdf unreadable) {
      return Optional.empty();
    }
  }

  private static java.util.stream.Stream<Judged> stamps(List<Judged> all, Judged one) {
    return all.stream()
        .filter(other -> other.end() > one.end() && other.sound())
        .filter(other -> other.integrity() == Integrity.INTACT)
        .filter(other -> other.findings().proven().isPresent());
  }

  /** The PAdES level reached, EN 319 142-1 §6. */
  private Optional<String> level(List<Judged> all, Judged one) {
    if (one.kind() != SubFilter.CADES_DETACHED || one.integrity() != Integrity.INTACT) {
      return Optional.empty();
    }
    Optional<String> own = one.findings().level();
    boolean stamped =
        own.filter(level -> !level.equals("B-B")).isPresent()
            || stamps(all, one).findAny().isPresent();
    if (!stamped) {
      return own;
    }
    if (!stored.lists()) {
      return Optional.of("B-T");
    }
    boolean archived = stamps(all, one).anyMatch(Judged::archives);
    return Optional.of(archived ? "B-LTA" : "B-LT");
  }

  private Judged open(SignatureObject signature, boolean blind) {
    Judged judged = new Judged(signature);
    judgeHolder(signature, blind, judged.checks());
    judgeDictionary(judged);
    judged.signed(SignedRange.judge(latest, signature, judged.checks()));
    return judged;
  }

  private void judgeHolder(SignatureObject signature, boolean blind, Report.Builder checks) {
    String id = "signature-field";
    if (signature.field().isPresent() && signature.key().isPresent()) {
      checks.pass(id, CLAUSE, "");
    } else if (signature.field().isPresent()) {
      checks.unknown(
          id,
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "the signature dictionary is written into its field");
    } else if (blind) {
      checks.unknown(
          id, CLAUSE, Reason.FORMAT_MODULE_MISSING, "its field is in what cannot be read");
    } else {
      checks.fail(
          id, CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "no signature field holds the signature");
    }
  }

  private void judgeDictionary(Judged judged) {
    Report.Builder checks = judged.checks();
    PdfValue type = latest.resolve(judged.signature().dictionary().get("Type"));
    boolean known =
        type instanceof PdfValue.Null
            || (type instanceof PdfValue.Name name
                && (name.value().equals("Sig") || name.value().equals("DocTimeStamp")));
    checks.require(
        known, "signature-type", CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "/Type is not Sig");
    String written = judged.signature().dictionary().name("SubFilter").orElse("");
    switch (judged.kind()) {
      case CADES_DETACHED, PKCS7_DETACHED, RFC3161 -> checks.pass("sub-filter", CLAUSE, "");
      case PKCS7_SHA1, X509_RSA_SHA1 ->
          checks.unknown("sub-filter", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, written);
      case UNKNOWN ->
          checks.unknown(
              "sub-filter", CLAUSE, Reason.FORMAT_MODULE_MISSING, "/SubFilter " + written);
    }
  }

  SignatureReport report(Judged judged) {
    boolean intact = judged.integrity() == Integrity.INTACT;
    long end = judged.end();
    Coverage coverage =
        end == 0 || !intact
            ? Coverage.NONE
            : end >= latest.octets().contentEnd() ? Coverage.WHOLE : Coverage.REVISION;
    Judged.Findings found = judged.findings();
    return new SignatureReport(
        latest.sealed()
            ? judged.signature().key().map(PdfValue.Ref::toString).orElse("object")
            : judged.signature().id(),
        judged.kind().format(),
        judged.level().orElse(null),
        judged.integrity(),
        coverage,
        found.algorithm().orElse(null),
        found.signedAt().orElse(null),
        found.timeSource(),
        found.signer().orElse(null),
        null,
        judged.changes().list(),
        judged.checks().report());
  }
}
