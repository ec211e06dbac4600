package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedContents;
import org.xinfu.trust.ofd.OfdRenewal;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfExtender;
import org.xinfu.trust.time.TimestampSource;
import org.xinfu.trust.xml.XadesExtender;

/**
 * The evidence that raises a signature to B-LT and B-LTA (EN 319 142-1 §5.4, EN 319 132-1 §5.4, EN
 * 319 122-1 §5.5) and keeps a seal judgeable. What is kept is enough to judge the signature with
 * the anchors alone.
 *
 * @param policy its anchors, and the evidence at hand
 * @param level B-LT or B-LTA
 */
record LongTerm(TrustPolicy policy, PadesLevel level, TimestampSource authority) {
  private static final int MOST_IN_MEMORY = 64 << 20;

  /** The raised PDF, or why its evidence is not enough. */
  Verdict<DocumentSource> pdf(DocumentSource pdf) {
    PdfExtender extender = new PdfExtender(new PdfBoxSigningEngine(), policy, policy.source());
    return kept() ? extender.values(pdf) : extender.archive(pdf, authority);
  }

  private boolean kept() {
    return level == PadesLevel.B_LT;
  }

  /**
   * The raised CMS.
   *
   * @param apart what it is over, when that is not inside
   */
  Verdict<Bytes> cms(DocumentSource cms, Optional<DocumentSource> apart) {
    Bytes octets = held(cms);
    Report.Builder checks = new Report.Builder();
    Evidence evidence = evidence(cms, apart, checks);
    if (checks.report().reason().isPresent()) {
      return checks.refusal();
    }
    SignedContent content =
        apart.map(SignedContents::of).orElseGet(() -> SignedContent.of(Bytes.empty()));
    return kept()
        ? checks.verdict(CadesExtender.values(octets, evidence))
        : CadesExtender.renew(octets, content, evidence, authority);
  }

  /** The XML with its last signature raised, which covers those before it. */
  Verdict<Bytes> xml(DocumentSource xml) {
    Report.Builder checks = new Report.Builder();
    Evidence evidence = evidence(xml, Optional.empty(), checks);
    if (checks.report().reason().isPresent()) {
      return checks.refusal();
    }
    String id = last(held(xml));
    return kept()
        ? XadesExtender.values(held(xml), id, evidence)
        : XadesExtender.renew(held(xml), id, evidence, authority);
  }

  /** The Id of the last signature in document order. */
  static String last(Bytes xml) {
    TrustPolicy nobody = TrustPolicy.interop(List.of(), List.of(), Instant.EPOCH);
    List<SignatureReport> all = Trust.verify(DocumentSource.of(xml), nobody).signatures();
    return all.isEmpty() ? "" : all.get(all.size() - 1).id();
  }

  /** Writes the OFD with its evidence and an archive time-stamp. */
  Verdict<Long> ofd(DocumentSource ofd, Path to) throws IOException {
    Report.Builder checks = new Report.Builder();
    Evidence evidence = evidence(ofd, Optional.empty(), checks);
    if (checks.report().reason().isPresent()) {
      return checks.refusal();
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      return OfdRenewal.renew(ofd, evidence, authority, out);
    }
  }

  private static Bytes held(DocumentSource document) {
    if (document.length() > MOST_IN_MEMORY) {
      throw new IllegalArgumentException("this form takes no more than 64 MiB");
    }
    return document.readAll(MOST_IN_MEMORY);
  }

  /**
   * What the policy has and whoever is asked online gave. What revocation evidence is missing is
   * told in {@code checks}.
   */
  private Evidence evidence(
      DocumentSource made, Optional<DocumentSource> apart, Report.Builder checks) {
    Evidence evidence = EvidenceOptions.of(policy);
    if (policy.revocation() == TrustPolicy.Revocation.ONLINE) {
      KeptAnswers kept = new KeptAnswers(policy.source());
      judged(made, apart, policy.online(kept));
      evidence = evidence.and(kept.evidence());
    }
    TrustPolicy alone =
        policy
            .withIntermediates(evidence.certificates())
            .withCrls(evidence.crls())
            .withOcsps(evidence.ocsps())
            .withRevocation(TrustPolicy.Revocation.OFFLINE);
    judged(made, apart, alone).signatures().stream()
        .flatMap(signature -> signature.report().checks().stream())
        .filter(check -> check.reason() == Reason.REVOCATION_UNKNOWN)
        .forEach(
            check ->
                checks.unknown(
                    "revocation-values", check.clause(), check.reason(), check.detail()));
    return evidence;
  }

  /** The report, on content that may lie apart. */
  static DocumentReport judged(
      DocumentSource made, Optional<DocumentSource> apart, TrustPolicy policy) {
    return apart
        .map(content -> Trust.verify(made, content, policy))
        .orElseGet(() -> Trust.verify(made, policy));
  }

  /** Writes a document of any size. */
  static long copy(DocumentSource document, Path to) throws IOException {
    try (InputStream in = document.stream();
        OutputStream out = Files.newOutputStream(to)) {
      return in.transferTo(out);
    }
  }
}
