package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * What was found about one SignerInfo.
 *
 * @param integrity digest, signature value and attributes alone
 * @param suite empty when the identifiers name none of ours
 * @param certificate the one that the signature is bound to; empty when it was not found
 * @param level B-B, B-T, B-LT or B-LTA as far as it was proven; empty without the
 *     signing-certificate attribute
 * @param report its checks in order
 * @param evidence what the message brings for its validation, and what of it its own time-stamps
 *     prove to have existed
 * @param existedBy a moment at which it surely existed, when that is proven; not before what is
 *     told as {@code signedAt} (RFC 3161 §2.4.2)
 * @param countersigners who signed this signature's value (RFC 5652 §11.4), each for itself
 */
public record SignerJudgement(
    Integrity integrity,
    Optional<SignatureAlgorithm> suite,
    Optional<Certificate> certificate,
    Optional<Instant> signedAt,
    TimeSource timeSource,
    Optional<String> level,
    Report report,
    Evidence evidence,
    Optional<Instant> existedBy,
    List<SignerJudgement> countersigners) {
  public SignerJudgement {
    countersigners = List.copyOf(countersigners);
  }

  /** The certificate as reports name it. */
  public Optional<SignerFacts> facts() {
    return certificate.map(
        c -> new SignerFacts(c.subject(), c.serial().toString(16), c.sha256(), c.issuer()));
  }
}
