package org.xinfu.trust.spring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.jose.StatusListToken;
import org.xinfu.trust.jose.VerifiedStatusList;
import org.xinfu.trust.list.AnchorPurpose;

/**
 * Judges signed documents by a signed list of anchors (house: one trust list for a province) with
 * the format modules on the class path, such as trust-pdf and trust-ofd. Policy: interop, offline
 * revocation by the CRLs beside the list. The list is read again when its file is replaced; one
 * that is past its next update lets nothing be VALID, {@code trust-list-stale}.
 */
public final class DocumentVerifier {
  private final KeptTrustList kept;
  private final Clock clock;

  /**
   * A verifier by the list in that file.
   *
   * @throws IllegalStateException when it is no list that its own root keys signed
   */
  public DocumentVerifier(Path trustList, Clock clock) {
    this.kept = new KeptTrustList(trustList);
    this.clock = clock;
    kept.now();
  }

  /**
   * Judges every signature of the document, as of now.
   *
   * @throws IllegalStateException when the list was replaced by one that cannot be stood on
   */
  public DocumentReport verify(DocumentSource document) {
    KeptTrustList.Reading now = kept.now();
    TrustPolicy policy = now.policy(clock.instant(), AnchorPurpose.SIGNER);
    return now.list().note(Trust.verify(document, policy));
  }

  /**
   * Judges a status list token, as of now, by the anchors for status lists: whoever is listed for
   * documents alone publishes none.
   *
   * @throws IllegalStateException when the list was replaced by one that cannot be stood on
   */
  public Verdict<VerifiedStatusList> statusList(String token) {
    KeptTrustList.Reading now = kept.now();
    TrustPolicy base =
        TrustPolicy.interop(List.of(), List.of(), clock.instant()).withCrls(now.crls());
    return StatusListToken.verify(token, now.list(), base);
  }
}
