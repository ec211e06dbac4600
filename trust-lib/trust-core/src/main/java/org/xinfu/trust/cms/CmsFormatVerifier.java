package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.xinfu.trust.Bytes;
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
    if (source.length() > Math.min(CmsFile.MOST_OCTETS, policy.budgets().documentBytes())) {
      Report.Builder large = new Report.Builder();
      large.unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets");
      return report(source, policy, new Judged(format, List.of(), large.report()));
    }
    Optional<CmsFile> file = CmsFile.read(source.readAll(CmsFile.MOST_OCTETS));
    if (file.isEmpty()) {
      Report.Builder damaged = new Report.Builder();
      damaged.fail("armour", "RFC 7468 2", Reason.MALFORMED, "neither DER nor Base64");
      return report(source, policy, new Judged(format, List.of(), damaged.report()));
    }
    return report(source, policy, judge(file.get(), content, policy));
  }

  private record Judged(
      DocumentFormat format, List<SignatureReport> signatures, Report container) {}

  private static Judged judge(CmsFile file, Optional<SignedContent> content, TrustPolicy policy) {
    DocumentFormat format = CmsFile.format(file.type());
    boolean signed =
        file.type().equals(CMSObjectIdentifiers.signedData)
            || file.type().equals(Oids.GB_SIGNED_DATA);
    if (!signed) {
      Report.Builder other = new Report.Builder();
      other.notDone("content-type", "RFC 5652 3", "not signed: " + file.type().getId());
      return new Judged(format, List.of(), other.report());
    }
    CmsProfile profile = format == DocumentFormat.GBT35275 ? CmsProfile.GBT35275 : CmsProfile.FILE;
    CmsContext context = new CmsContext(policy, profile, Optional.empty());
    Optional<SignedMessage> message = SignedMessage.parse(file.der());
    if (message.filter(m -> m.signers() == 0).isPresent()) {
      // Certificates or lists alone, RFC 5652 §5.1.
      return new Judged(format, List.of(), new Report(List.of()));
    }
    CmsJudgement judged =
        content
            .map(c -> CmsVerifier.verify(file.der(), c, context))
            .orElseGet(() -> CmsVerifier.verify(file.der(), context));
    boolean covered = content.isPresent() || message.flatMap(SignedMessage::content).isPresent();
    List<SignatureReport> reports = new ArrayList<>();
    for (int i = 0; i < judged.signers().size(); i++) {
      Name name = new Name(String.valueOf(i + 1), format, covered);
      add(judged.signers().get(i), name, reports);
    }
    return new Judged(format, reports, judged.structure());
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
    Bytes digest = SignedContents.digests(source).apply(ContentDigest.SHA256);
    return new DocumentReport(
        digest.toHex(),
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
