package org.xinfu.seal.renew;

import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.web.ReasonRefusal;
import org.xinfu.seal.ca.ServicePolicy;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.ofd.OfdRenewal;
import org.xinfu.trust.pdf.PdfExtender;
import org.xinfu.trust.pdf.PdfSigningEngine;
import org.xinfu.trust.time.TimestampSource;

/**
 * Adds revocation evidence and an archive time-stamp to a sealed OFD or PDF, so that it is still
 * judged when its certificates have ended. Only what is VALID is renewed, and only what is VALID
 * afterwards is handed out.
 */
@Service
public class RenewDocument {
  private final StampingAuthority authority;
  private final ServicePolicy policies;
  private final PdfSigningEngine engine;
  private final Audit audit;

  RenewDocument(
      StampingAuthority authority, ServicePolicy policies, PdfSigningEngine engine, Audit audit) {
    this.authority = authority;
    this.policies = policies;
    this.engine = engine;
    this.audit = audit;
  }

  /**
   * The renewed document.
   *
   * @throws Refused when there is no authority, the document is no OFD or PDF, or it is not VALID
   *     before or afterwards, with the verdict's reason
   */
  @Transactional
  public Renewed renew(Bytes document) {
    TimestampSource stamps = authority.source();
    TrustPolicy policy = policies.now();
    DocumentReport before = Trust.verify(DocumentSource.of(document), policy);
    boolean known = before.format() == DocumentFormat.OFD || before.format() == DocumentFormat.PDF;
    if (!known) {
      throw new Refused(SealRefusal.DOCUMENT_NOT_SUPPORTED);
    }
    requireValid(before);
    Bytes result =
        before.format() == DocumentFormat.OFD
            ? ofd(document, policy, stamps)
            : pdf(document, policy, stamps);
    requireValid(Trust.verify(DocumentSource.of(result), policies.now()));
    audit.record(
        "document-renewed",
        Digests.sm3(document).toHex(),
        "done",
        Map.of("result", Digests.sm3(result).toHex(), "format", before.format().name()));
    return new Renewed(before.format(), result);
  }

  private static void requireValid(DocumentReport report) {
    if (report.conclusion() != Conclusion.VALID) {
      throw new Refused(new ReasonRefusal(report.reason().orElse(Reason.NO_SIGNATURE)));
    }
  }

  private static Bytes ofd(Bytes document, TrustPolicy policy, TimestampSource stamps) {
    Evidence evidence = new Evidence(policy.intermediates(), policy.crls(), policy.ocsps());
    return OfdRenewal.renew(DocumentSource.of(document), evidence, stamps)
        .orThrow(reason -> new Refused(new ReasonRefusal(reason)));
  }

  private Bytes pdf(Bytes document, TrustPolicy policy, TimestampSource stamps) {
    PdfExtender extender = new PdfExtender(engine, policy, RevocationSource.none());
    try {
      Verdict<DocumentSource> renewed = extender.archive(DocumentSource.of(document), stamps);
      DocumentSource made = renewed.orThrow(reason -> new Refused(new ReasonRefusal(reason)));
      return made.readAll(Integer.MAX_VALUE);
    } catch (IllegalArgumentException notExtendable) {
      throw new Refused(SealRefusal.DOCUMENT_NOT_SEALABLE);
    }
  }

  /** What came out. */
  public record Renewed(DocumentFormat format, Bytes content) {
    /** The answer's Content-Type. */
    public String mediaType() {
      return format == DocumentFormat.OFD ? "application/ofd" : "application/pdf";
    }
  }
}
