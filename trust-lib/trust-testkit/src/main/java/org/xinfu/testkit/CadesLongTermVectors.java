package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.xinfu.testkit.Vectors.Expected;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Makes {@code specs/vectors/cms/long-term.json}: CAdES B-B to B-LTA with SM2, long after the
 * certificates have ended (EN 319 122-1 §5.3 to §5.5).
 */
public final class CadesLongTermVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "levels as they are made and renewed",
          "Late", "judged when what is there proves nothing any more",
          "Timestamp", "a time-stamp by a stranger or over other octets",
          "Evidence", "validation data altered, not archived or against the signer");

  private static final Instant NOW = TestPki.NOW.plusSeconds(3600);
  private static final Instant Y2028 = LongTermPki.Y2028;
  private static final Instant Y2030 = LongTermPki.Y2030;
  private static final Instant Y2035 = LongTermPki.Y2035;
  private static final Instant Y2040 = LongTermPki.Y2040;
  private final LongTermPki pki = new LongTermPki("cades long term");
  private final Vectors vectors = new Vectors("long-term", "CMS", pki.policy(), FLAGS);
  private final Bytes basic = CmsSigner.cadesAttached(CmsCases.CONTENT, pki.signer(), TestPki.NOW);
  private final Bytes stamped = stamped(basic, pki.first(), TestPki.NOW);
  private final Bytes valued = CadesExtender.values(stamped, pki.ofSigner());
  private final Bytes archived = archived(valued, pki.first(), Y2028);
  private final Bytes renewed = renewed(archived);

  private CadesLongTermVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    CadesLongTermVectors all = new CadesLongTermVectors();
    all.levels();
    all.late();
    all.stamps();
    all.evidence();
    return all.vectors.write();
  }

  private void levels() {
    strictDoubts("B-B, in time", basic, NOW, Reason.REVOCATION_UNKNOWN);
    strictDoubts("B-T, in time", stamped, NOW, Reason.REVOCATION_UNKNOWN);
    strictDoubts(
        "B-T, the signer's certificate has ended", stamped, Y2030, Reason.REVOCATION_UNKNOWN);
    // Unstamped lists may be made later with a key of the issuer that was lost.
    strictDoubts(
        "B-LT, the signer's certificate has ended", valued, Y2030, Reason.NO_PROOF_OF_EXISTENCE);
    good("B-LTA, the signer's certificate has ended", archived, Y2030);
    good("B-LTA, renewed, the first authority's certificate has ended too", renewed, Y2040);
    good(
        "B-LTA, archived twice by one authority",
        archived(archived, pki.first(), Y2028.plusSeconds(60)),
        Y2030);
  }

  private void late() {
    Expected unproven = new Expected(INDETERMINATE, Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
    both("Late", "B-B, the signer's certificate has ended", basic, Y2030, unproven);
    both("Late", "B-T, the authority's certificate has ended", stamped, Y2040, unproven);
    both("Late", "B-LT, the authority's certificate has ended", valued, Y2040, unproven);
    both("Late", "B-LTA, never renewed", archived, Y2040, unproven);
    both(
        "Late",
        "renewed when the authority's certificate had ended",
        archived(archived, pki.second(), Y2040.minusSeconds(60)),
        Y2040,
        new Expected(INVALID, Optional.of(Reason.CERTIFICATE_EXPIRED)));
    both(
        "Late",
        "stamped by an authority that has ended, behind the renewal",
        stamped(
            renewed(archived(CadesExtender.values(basic, pki.ofSigner()), pki.first(), Y2028)),
            pki.first(),
            TestPki.NOW),
        Y2040,
        unproven);
  }

  private void stamps() {
    TimestampSource source = LongTermPki.stamping(pki.first(), TestPki.NOW);
    Bytes zeros = Bytes.hex("00".repeat(32));
    both(
        "Timestamp",
        "over other octets than the signature value",
        get(CadesExtender.timestamp(basic, (digest, imprint) -> source.stamp(digest, zeros))),
        NOW,
        wrong());
    vectors.modes(
        test(
            "Timestamp",
            "by an authority that nobody knows",
            stamped(basic, pki.stranger(), TestPki.NOW),
            NOW),
        new Expected(INDETERMINATE, Optional.of(Reason.NO_TRUST_ANCHOR)),
        new Expected(INDETERMINATE, Optional.of(Reason.REVOCATION_UNKNOWN)));
    TimestampSource archive = LongTermPki.stamping(pki.first(), Y2028);
    both(
        "Timestamp",
        "the archive time-stamp is over other octets",
        get(
            CadesExtender.archive(
                valued,
                SignedContent.of(CmsCases.CONTENT),
                (digest, imprint) -> archive.stamp(digest, zeros))),
        Y2030,
        wrong());
  }

  private void evidence() {
    Evidence evidence = pki.ofSigner();
    both(
        "Evidence",
        "an archived certificate altered",
        bent(archived, evidence.certificates().get(0).der()),
        Y2030,
        wrong());
    for (int i = 0; i < evidence.crls().size(); i++) {
      both(
          "Evidence",
          "archived list " + (i + 1) + " altered",
          bent(archived, evidence.crls().get(i)),
          Y2030,
          wrong());
    }
    both(
        "Evidence",
        "the list of the renewal altered",
        bent(renewed, pki.ofAuthority(Y2035).crls().get(0)),
        Y2040,
        wrong());
    strictDoubts(
        "the archive time-stamp leaves out the evidence",
        CadesExtender.values(archived(stamped, pki.first(), Y2028), evidence),
        Y2030,
        Reason.NO_PROOF_OF_EXISTENCE);
    both(
        "Evidence",
        "a list that revokes the signer for a lost key",
        archived(CadesExtender.values(stamped, pki.ofSigner(pki.lost())), pki.first(), Y2028),
        Y2030,
        new Expected(INVALID, Optional.of(Reason.CERTIFICATE_REVOKED)));
  }

  private static Expected wrong() {
    return new Expected(INVALID, Optional.of(Reason.TIMESTAMP_WRONG));
  }

  private void good(String comment, Bytes cms, Instant at) {
    both("Genuine", comment, cms, at, new Expected(VALID, Optional.empty()));
  }

  private void strictDoubts(String comment, Bytes cms, Instant at, Reason reason) {
    vectors.strictRefuses(test("Genuine", comment, cms, at), INDETERMINATE, reason);
  }

  private void both(String flag, String comment, Bytes cms, Instant at, Expected expected) {
    vectors.both(test(flag, comment, cms, at), expected.verdict(), expected.reason());
  }

  private static Vectors.Case test(String flag, String comment, Bytes cms, Instant at) {
    return new Vectors.Case(comment, flag, Map.of("file", cms), at);
  }

  private Bytes renewed(Bytes cms) {
    return archived(CadesExtender.values(cms, pki.ofAuthority(Y2035)), pki.second(), Y2035);
  }

  private static Bytes stamped(Bytes cms, Signer authority, Instant at) {
    return get(CadesExtender.timestamp(cms, LongTermPki.stamping(authority, at)));
  }

  private static Bytes archived(Bytes cms, Signer authority, Instant at) {
    TimestampSource source = LongTermPki.stamping(authority, at);
    return get(CadesExtender.archive(cms, SignedContent.of(CmsCases.CONTENT), source));
  }

  private static Bytes get(Verdict<Bytes> verdict) {
    return CmsCases.get(verdict);
  }

  /** With one bit of the last octet of {@code part} changed. */
  private static Bytes bent(Bytes cms, Bytes part) {
    return CmsArchiveVectors.bent(cms, part);
  }
}
