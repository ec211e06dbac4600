package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/**
 * A package judged after the signers' CA was lost: the CA's list in it counts when it was archived
 * before the loss, and is perhaps the thief's when it was not (ETSI EN 319 102-1 §5.6.2.2).
 */
class OfdEvidenceTest {
  private static final Instant LOST = Instant.parse("2027-06-01T00:00:00Z");
  private static final Instant BEFORE = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant NOW = LongLife.Y2028;

  /** What a thief of 2027 dates back to the day after the sealing, or an honest CA made then. */
  private static final Evidence LISTS = LongLife.ofSigners(TestPki.NOW.plusSeconds(86_400));

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void archivedBeforeTheLossItsListCounts(TrustPolicy.Mode mode) {
    for (Bytes sealed : kinds()) {
      Evidence then = LISTS.and(LongLife.ofSigners(BEFORE));
      DocumentReport report = judged(archived(sealed, then, BEFORE), mode);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    }
  }

  /**
   * Of both kinds, the first has a claimed time alone, which a lost key beats. A seal's signature
   * names its certificate; in the place of the other's a thief of the CA's key may have put his.
   */
  @ParameterizedTest
  @EnumSource(names = "BOTH", mode = EnumSource.Mode.EXCLUDE)
  void archivedAfterTheLossItDoesNot(Kind kind) {
    Bytes late = archived(kind.sealed(), LISTS, LOST.plusSeconds(60));
    DocumentReport strict = judged(late, TrustPolicy.Mode.STRICT);
    assertThat(strict.conclusion()).as("%s", strict).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(strict.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport interop = judged(late, TrustPolicy.Mode.INTEROP);
    assertThat(interop.conclusion())
        .as("%s", interop)
        .isEqualTo(kind == Kind.SEALED ? Conclusion.VALID : Conclusion.INDETERMINATE);
  }

  /** With a seal and without, whose evidence stands in other places. */
  private enum Kind {
    SEALED,
    SIGNED,
    BOTH;

    Bytes sealed() {
      return switch (this) {
        case SEALED -> LongLife.sealed(Protection.WHOLE);
        case SIGNED -> LongLife.signed(Sample.zip(Sample.plain()), Protection.WHOLE);
        case BOTH -> LongLife.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
      };
    }
  }

  private static List<Bytes> kinds() {
    return List.of(Kind.SEALED.sealed(), Kind.SIGNED.sealed(), Kind.BOTH.sealed());
  }

  private static Bytes archived(Bytes sealed, Evidence lists, Instant at) {
    return LongLife.renewed(sealed, lists, LongLife.stamping(LongLife.FIRST, at));
  }

  /** Trusts the roots; its lists are of today, and tell of the loss. */
  private static DocumentReport judged(Bytes ofd, TrustPolicy.Mode mode) {
    RevokedEntry loss =
        new RevokedEntry(
            Sample.PKI.signerCa().chain().get(0).serial(),
            LOST,
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    List<Bytes> lists =
        List.of(
            LongLife.crl(Sample.PKI.signerRoot(), NOW, loss),
            LongLife.crl(Sample.PKI.makerRoot(), NOW),
            LongLife.crl(Sample.PKI.documentRoot(), NOW));
    return Sample.verify(ofd, LongLife.policy(NOW, mode).withCrls(lists));
  }
}
