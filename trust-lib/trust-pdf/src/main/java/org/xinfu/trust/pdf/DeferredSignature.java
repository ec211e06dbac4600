package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.PendingCms;

/**
 * Signing in three acts, by people and processes that know only what they hand over: {@link
 * PdfSigner#prepare} makes a document with an empty signature, somebody signs its digest, and the
 * signature is embedded. In between {@link PreparedPdf#document} and {@link PreparedPdf#range} are
 * kept; {@link PreparedPdf#resume} takes them up again.
 */
public final class DeferredSignature {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";

  private DeferredSignature() {}

  /** The SignedData for a key that only signs octets; its value goes to {@link #embed}. */
  public static PendingCms pending(PreparedPdf prepared, PdfSignatory signatory) {
    Bytes digest = prepared.digest(ContentDigest.of(signatory.algorithm()));
    return PendingCms.pades(digest, signatory.algorithm(), signatory.chain());
  }

  /**
   * Puts in a CMS that somebody made, when it fits and is a PAdES signature over this document.
   *
   * @param policy says what algorithms count and when it is; a signer whom it does not trust may
   *     still sign
   * @return the finished document, or why the CMS is not for it
   */
  public static Verdict<DocumentSource> embed(PreparedPdf prepared, Bytes cms, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    int room = prepared.room();
    checks.require(
        cms.length() <= room,
        "contents-room",
        CLAUSE,
        Reason.BUDGET_EXCEEDED,
        cms.length() + " octets, and " + room + " were reserved");
    Map<ContentDigest, Bytes> digests = new HashMap<>();
    CmsJudgement found =
        CmsVerifier.verify(
            cms,
            digest -> digests.computeIfAbsent(digest, prepared::digest),
            new CmsContext(policy, CmsProfile.PADES, Optional.empty()));
    checks.addAll("", found.structure());
    found.signers().forEach(signer -> checks.addAll("", signer.report()));
    boolean intact =
        found.signers().stream().allMatch(signer -> signer.integrity() == Integrity.INTACT);
    if (checks.failed() || found.signers().isEmpty()) {
      return checks.refusal();
    }
    if (!intact) {
      return checks.unknown("integrity", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, "").refusal();
    }
    return new Verdict.Valid<>(prepared.finished(cms), checks.report());
  }
}
