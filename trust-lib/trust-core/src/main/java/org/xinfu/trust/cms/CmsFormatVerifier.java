package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * Judges files of CMS (RFC 5652) and GB/T 35275, attached, or detached with the content handed in;
 * one report per SignerInfo and one per countersignature.
 */
public final class CmsFormatVerifier implements FormatVerifier {
  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return CmsFile.detect(source);
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return judge(source, Optional.empty(), policy);
  }

  @Override
  public DocumentReport verify(DocumentSource source, DocumentSource content, TrustPolicy policy) {
    return judge(source, Optional.of(SignedContents.of(content)), policy);
  }

  private static DocumentReport judge(
      DocumentSource source, Optional<SignedContent> content, TrustPolicy policy) {
    DocumentFormat format = CmsFile.detect(source).orElse(DocumentFormat.UNKNOWN);
    boolean large = CmsFile.large(source);
    long most = large ? Long.MAX_VALUE : CmsFile.MOST_OCTETS;
    if (source.length() > Math.min(most, policy.budgets().documentBytes())) {
      return report(source, policy, new Judged(format, List.of(), exceeded(source)));
    }
    if (large) {
      return report(source, policy, large(source, format, new Task(content, policy)));
    }
    Optional<CmsFile> file = CmsFile.read(source.readAll(CmsFile.MOST_OCTETS));
    if (file.isEmpty()) {
      Report.Builder damaged = new Report.Builder();
      damaged.fail("armour", "RFC 7468 2", Reason.MALFORMED, "neither DER nor Base64");
      return report(source, policy, new Judged(format, List.of(), damaged.report()));
    }
    return report(source, policy, judge(file.get(), new Task(content, policy)));
  }

  private static Report exceeded(DocumentSource source) {
    return new Report.Builder()
        .unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets")
        .report();
  }

  private record Judged(
      DocumentFormat format, List<SignatureReport> signatures, Report container) {}

  /** What is asked: by which policy, and over which content when the message is detached. */
  private record Task(Optional<SignedContent> content, TrustPolicy policy) {
    CmsContext context(DocumentFormat format) {
      boolean gb = format == DocumentFormat.GBT35275;
      return new CmsContext(policy, gb ? CmsProfile.GBT35275 : CmsProfile.FILE, Optional.empty());
    }
  }

  private static Judged judge(CmsFile file, Task task) {
    DocumentFormat format = CmsFile.format(file.type());
    if (!signed(file.type())) {
      return notSigned(format, file.type());
    }
    Optional<SignedMessage> message = SignedMessage.parse(file.der());
    if (message.filter(m -> m.signers() == 0).isPresent()) {
      // Certificates or lists alone, RFC 5652 §5.1.
      return new Judged(format, List.of(), new Report(List.of()));
    }
    CmsContext context = task.context(format);
    CmsJudgement judged =
        task.content()
            .map(c -> CmsVerifier.verify(file.der(), c, context))
            .orElseGet(() -> CmsVerifier.verify(file.der(), context));
    boolean covered =
        task.content().isPresent() || message.filter(SignedMessage::attached).isPresent();
    Report container = file.around() ? uncovered(judged.structure()) : judged.structure();
    return new Judged(format, reports(judged, format, covered), container);
  }

  /** Whoever opens the file sees it beside the signature, be it a text or a second message. */
  private static Report uncovered(Report structure) {
    String detail = "text outside of the armour, which no signature protects";
    return new Report.Builder()
        .addAll("", structure)
        .unknown("armour", "RFC 7468 2", Reason.CONTENT_NOT_COVERED, detail)
        .report();
  }

  private static Judged large(DocumentSource source, DocumentFormat format, Task task) {
    Optional<ASN1ObjectIdentifier> type = CmsFile.type(source);
    if (type.isPresent() && !signed(type.get())) {
      return notSigned(format, type.get());
    }
    try {
      SignedMessage message = SignedMessage.large(source, task.policy().strict());
      if (message.signers() == 0) {
        return new Judged(format, List.of(), new Report(List.of()));
      }
      CmsJudgement judged = message.judge(task.content(), task.context(format));
      boolean covered = task.content().isPresent() || message.attached();
      return new Judged(format, reports(judged, format, covered), judged.structure());
    } catch (MalformedDer.TooLarge more) {
      return new Judged(format, List.of(), exceeded(source));
    } catch (MalformedDer damaged) {
      return new Judged(format, List.of(), CmsVerifier.damaged(damaged).structure());
    }
  }

  private static boolean signed(ASN1ObjectIdentifier type) {
    return type.equals(CMSObjectIdentifiers.signedData) || type.equals(Oids.GB_SIGNED_DATA);
  }

  private static Judged notSigned(DocumentFormat format, ASN1ObjectIdentifier type) {
    Report.Builder other = new Report.Builder();
    if (type.equals(Oids.GB_SIGNED_AND_ENVELOPED_DATA)) {
      String how = "signed inside of an envelope, which its recipients alone open and judge";
      other.unknown("content-type", "GB/T 35275 7", Reason.SIGNED_CONTENT_MISSING, how);
    } else {
      other.notDone("content-type", "RFC 5652 3", "not signed: " + type.getId());
    }
    return new Judged(format, List.of(), other.report());
  }

  private static List<SignatureReport> reports(
      CmsJudgement judged, DocumentFormat format, boolean covered) {
    List<SignatureReport> reports = new ArrayList<>();
    for (int i = 0; i < judged.signers().size(); i++) {
      Name name = new Name(String.valueOf(i + 1), format, covered);
      add(judged.signers().get(i), name, reports);
    }
    return reports;
  }

  /** How one signature is called, and whether what it signs is at hand. */
  private record Name(String id, DocumentFormat format, boolean covered) {}

  private static void add(SignerJudgement signer, Name name, List<SignatureReport> reports) {
    String cms = signer.level().isPresent() ? "CADES" : "PKCS7";
    reports.add(
        new SignatureReport(
            name.id(),
            name.format() == DocumentFormat.GBT35275 ? "GBT35275" : cms,
            signer.level().orElse(null),
            signer.integrity(),
            name.covered() ? Coverage.WHOLE : Coverage.NONE,
            signer.suite().map(SignatureAlgorithm::name).orElse(null),
            signer.signedAt().orElse(null),
            signer.timeSource(),
            signer.facts().orElse(null),
            null,
            List.of(),
            signer.report()));
    for (int i = 0; i < signer.countersigners().size(); i++) {
      Name inner = new Name(name.id() + "." + (i + 1), name.format(), name.covered());
      add(signer.countersigners().get(i), inner, reports);
    }
  }

  private static DocumentReport report(DocumentSource source, TrustPolicy policy, Judged judged) {
    boolean whole = judged.signatures().stream().anyMatch(s -> s.coverage() == Coverage.WHOLE);
    return new DocumentReport(
        source.sha256(),
        judged.format(),
        whole ? Coverage.WHOLE : Coverage.NONE,
        List.of(),
        judged.signatures(),
        judged.container(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }
}
