package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/**
 * What a DSS brings is proven to exist by the document time-stamps over it alone: until then a lost
 * CA key could have made it (ETSI EN 319 102-1 §5.6.2.2).
 */
class PdfEvidenceTest {
  private static final TestPki PKI = PdfFixtures.PKI;
  private static final Instant STAMPED = PdfFixtures.SIGNED.plus(Duration.ofMinutes(5));
  private static final String STAMP =
      "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
  private static final Instant LOST = STAMPED.plus(Duration.ofMinutes(5));
  private static final Signer TSA = PKI.timestamper("样例存证时间戳");
  private static final Bytes SILENT = crl(PKI.signerCa(), STAMPED.plusSeconds(60));
  private static final Bytes LOSS =
      crl(
          PKI.signerRoot(),
          TestPki.NOW.minusSeconds(60),
          new RevokedEntry(
              PKI.signerCa().chain().get(0).serial(),
              LOST,
              RevocationCause.KEY_COMPROMISE,
              Optional.empty()));

  /** Trusts the roots and holds no list about a signer's CA but the one that tells of the loss. */
  private static TrustPolicy policy(TrustPolicy.Mode mode) {
    return PKI.policy()
        .withMode(mode)
        .withSigners(List.of(PKI.signerRoot().chain().get(0)))
        .withCrls(List.of(LOSS, PKI.crl(PKI.documentRoot())));
  }

  @Test
  void aListThatTheThiefOfACaMadeProvesNothing() {
    Bytes pdf = withStore(signed());
    DocumentReport strict = verify(pdf, TrustPolicy.Mode.STRICT);
    assertThat(strict.conclusion()).as("%s", strict).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(strict.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport interop = verify(pdf, TrustPolicy.Mode.INTEROP);
    assertThat(interop.conclusion()).as("%s", interop).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aListThatWasStampedBeforeTheLossCounts() {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      DocumentReport report = verify(stamped(withStore(signed()), LOST.minusSeconds(60)), mode);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(PdfSigningEngineContract.signature(report, "Seal").level()).isEqualTo("B-LTA");
    }
  }

  @Test
  void stampedAfterTheLossOrAddedAfterTheTimestampItDoesNot() {
    for (Bytes pdf :
        List.of(
            stamped(withStore(signed()), LOST.plusSeconds(60)),
            withStore(stamped(signed(), LOST.minusSeconds(60))))) {
      DocumentReport report = verify(pdf, TrustPolicy.Mode.STRICT);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    }
  }

  /** No field holds it: the document is not stamped, whatever its token says. */
  @Test
  void aBrokenStampVouchesForNothing() {
    Bytes loose =
        PdfForge.sign(
            PdfUpdate.of(withStore(signed())),
            41,
            STAMP,
            covered -> stamp(covered, LOST.minusSeconds(60), TSA));
    DocumentReport report = verify(loose, TrustPolicy.Mode.STRICT);
    assertThat(PdfSigningEngineContract.signature(report, "Seal").report().reason())
        .contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /** What a time-stamp covers is evidence still, so that the level is what it was. */
  @Test
  void anEmptyStoreTakesNoLevelAway() {
    Bytes kept = stamped(withStore(signed()), LOST.minusSeconds(60));
    Bytes emptied =
        PdfUpdate.of(kept).with(CATALOG, changed(CATALOG, "/Type", "/DSS<<>>/Type")).append();
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      DocumentReport report = verify(emptied, mode);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      assertThat(PdfSigningEngineContract.signature(report, "Seal").level()).isEqualTo("B-LTA");
    }
  }

  /** One store may hold two thousand lists; a hundred time-stamps do not bring as many each. */
  @Test
  void moreThanOneStoreHoldsIsNotReadForEverySignature() {
    DocumentReport few = verify(withStore(crowded(900)), TrustPolicy.Mode.INTEROP);
    assertThat(few.conclusion()).as("%s", few).isEqualTo(Conclusion.VALID);
    DocumentReport many = verify(withStore(crowded(1100)), TrustPolicy.Mode.INTEROP);
    assertThat(many.conclusion()).as("%s", many).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(many.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(PdfSigningEngineContract.signature(many, "Seal").report().reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  /** Two time-stamps, each over a store of so many lists that the other does not hold. */
  private static Bytes crowded(int lists) {
    Bytes first =
        stamped(
            stuffed(signed(), 1000, lists),
            40,
            covered -> stamp(covered, LOST.minusSeconds(60), TSA));
    return stamped(
        stuffed(first, 5000, lists), 60, covered -> stamp(covered, LOST.minusSeconds(50), TSA));
  }

  private static Bytes stuffed(Bytes pdf, int first, int lists) {
    PdfUpdate update = PdfUpdate.of(pdf);
    StringBuilder names = new StringBuilder();
    for (int number = first; number < first + lists; number++) {
      update.with(number, stream(Bytes.utf8("list " + number)));
      names.append(number).append(" 0 R ");
    }
    String store = "/DSS<</CRLs[" + names + "]>>/Type";
    return update.with(CATALOG, changed(CATALOG, "/Type", store)).append();
  }

  /** A document time-stamp lives on by the next one, as a signature does. */
  @Test
  void aStampExistedWhenTheNextOneWasMade() {
    Instant end = LOST.minusSeconds(100);
    Signer brief =
        PKI.issue(
            PKI.spec("CN=brief,O=样例,C=CN", Purpose.TIMESTAMPER, end)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            PKI.documentRoot());
    Bytes first = stamped(signed(), 40, covered -> stamp(covered, end.minusSeconds(60), brief));
    DocumentReport alone = verify(first, TrustPolicy.Mode.INTEROP);
    assertThat(PdfSigningEngineContract.signature(alone, "Time40").timeSource())
        .isEqualTo(TimeSource.CLAIMED);
    for (int ahead : new int[] {30, -30}) {
      Instant next = end.minusSeconds(ahead);
      Bytes pdf = stamped(first, 50, covered -> stamp(covered, next, TSA));
      DocumentReport report = verify(pdf, TrustPolicy.Mode.INTEROP);
      assertThat(PdfSigningEngineContract.signature(report, "Time40").timeSource())
          .isEqualTo(ahead > 0 ? TimeSource.TIMESTAMP : TimeSource.CLAIMED);
    }
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy.Mode mode) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy(mode));
  }

  private static Bytes crl(Signer issuer, Instant made, RevokedEntry... entries) {
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(made, made.plus(Duration.ofDays(30)), BigInteger.TWO));
  }

  private static Bytes signed() {
    ContentDigest digest = ContentDigest.of(PdfFixtures.SM2.algorithm());
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        CADES,
        covered ->
            CadesExtender.timestamp(
                    CmsSigner.pades(digest.of(covered), PdfFixtures.SM2),
                    (hash, imprint) ->
                        new Verdict.Valid<>(
                            token(hash, imprint, STAMPED, TSA), new Report(List.of())))
                .orThrow(reason -> new IllegalStateException(reason.code())));
  }

  private static Bytes stamped(Bytes pdf, Instant at) {
    return stamped(pdf, 40, covered -> stamp(covered, at, TSA));
  }

  private static Bytes stamped(Bytes pdf, int field, Function<Bytes, Bytes> stamp) {
    String fields =
        PdfEdit.body(pdf, FORM).replaceFirst("(Fields\\[[^\\]]*)", "$1 " + field + " 0 R");
    int value = field + 1;
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, fields)
            .with(field, PdfForge.field("Time" + field, "[0 0 0 0]", "/V " + value + " 0 R")),
        value,
        STAMP,
        stamp);
  }

  private static Bytes stamp(Bytes covered, Instant at, Signer by) {
    return token(ContentDigest.SHA256, ContentDigest.SHA256.of(covered), at, by);
  }

  private static Bytes token(ContentDigest digest, Bytes imprint, Instant at, Signer by) {
    TimestampMaker maker =
        new TimestampMaker(by, "1.2.3.4", () -> BigInteger.valueOf(at.getEpochSecond()));
    return maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at);
  }

  private static Bytes withStore(Bytes pdf) {
    return PdfUpdate.of(pdf)
        .with(CATALOG, changed(CATALOG, "/Type", "/DSS<</CRLs[50 0 R]/Certs[54 0 R]>>/Type"))
        .with(50, stream(SILENT))
        .with(54, stream(PKI.signerCa().chain().get(0).der()))
        .append();
  }

  private static String stream(Bytes octets) {
    return "<</Length " + octets.length() + ">>\nstream\n" + PdfEdit.text(octets) + "\nendstream";
  }
}
