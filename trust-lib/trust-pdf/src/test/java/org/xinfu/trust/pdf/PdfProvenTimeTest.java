package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OldKeys;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Whoever signs writes /M as he likes. Path and algorithm are judged at the time that a time-stamp
 * on the value or on the document proves, and without one now (EN 319 102-1 §5.5.4, §5.6.2.4).
 */
class PdfProvenTimeTest {
  private static final TestPki PKI = TestPki.seeded("pdf proven time");
  private static final OldKeys OLD = OldKeys.of(PKI);
  private static final String STAMP =
      "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";

  /** Where the time-stamp is. */
  enum Place {
    VALUE,
    DOCUMENT
  }

  @ParameterizedTest
  @EnumSource
  void aBackDatedClaimDoesNotKeepAnAlgorithm(Place place) {
    String claimed = CADES + "/M(D:20100401000000Z)";
    assertOpen(
        verify(signed(claimed, OLD.signer(), List.of()), OLD.policy()),
        Reason.ALGORITHM_NOT_ALLOWED);
    Instant before = OldKeys.GIVEN_UP.minusSeconds(2);
    DocumentReport late =
        verify(stamped(place, claimed, OLD.signer(), before.plusSeconds(1)), OLD.policy());
    assertOpen(late, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(seal(late).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    DocumentReport inTime = verify(stamped(place, claimed, OLD.signer(), before), OLD.policy());
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(seal(inTime).signedAt()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aBackDatedClaimDoesNotKeepAnEndedCertificate(Place place) {
    Instant end = TestPki.NOW.plusSeconds(1800);
    Signer ended = PKI.issue(PKI.spec("CN=样例到期", Purpose.DOCUMENT_SIGNER, end), PKI.documentRoot());
    String claimed = CADES + "/M(D:20261101020000Z)";
    TrustPolicy policy = OLD.policy().withAt(end.plusSeconds(600));
    assertOpen(verify(signed(claimed, ended, List.of()), policy), Reason.NO_PROOF_OF_EXISTENCE);
    Instant before = end.minusSeconds(1);
    DocumentReport inTime = verify(stamped(place, claimed, ended, before), policy);
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(seal(inTime).signedAt()).isEqualTo(before);
    // RFC 3161 §2.4.2: the authority is exact to a second.
    assertOpen(verify(stamped(place, claimed, ended, end), policy), Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport late = verify(stamped(place, claimed, ended, end.plusSeconds(1)), policy);
    assertThat(late.conclusion()).as("%s", late).isEqualTo(Conclusion.INVALID);
    assertThat(late.reason()).contains(Reason.CERTIFICATE_EXPIRED);
  }

  /** Of a stamp on the value and one on the document the earlier counts. */
  @Test
  void theEarlierStampCounts() {
    String claimed = CADES + "/M(D:20100401000000Z)";
    Instant before = OldKeys.GIVEN_UP.minusSeconds(2);
    Bytes valued = signed(claimed, OLD.signer(), List.of(OLD.stamping(before)));
    DocumentReport both = verify(stamped(valued, OldKeys.GIVEN_UP), OLD.policy());
    assertThat(both.conclusion()).as("%s", both).isEqualTo(Conclusion.VALID);
    assertThat(seal(both).signedAt()).isEqualTo(before);
    Bytes late = signed(claimed, OLD.signer(), List.of(OLD.stamping(OldKeys.GIVEN_UP)));
    DocumentReport document = verify(stamped(late, before), OLD.policy());
    assertThat(seal(document).signedAt()).isEqualTo(before);
  }

  /** Of several on the document the earliest counts, and one that no field holds proves nothing. */
  @Test
  void whatStampsTheDocumentIsSoundItself() {
    String claimed = CADES + "/M(D:20100401000000Z)";
    Instant before = OldKeys.GIVEN_UP.minusSeconds(2);
    Bytes plain = signed(claimed, OLD.signer(), List.of());
    Bytes again =
        PdfForge.sign(
            PdfUpdate.of(stamped(plain, before))
                .with(FORM, changed(FORM, "14 0 R]", "14 0 R 40 0 R 50 0 R]"))
                .with(50, PdfForge.field("Again", "[0 0 0 0]", "/V 51 0 R")),
            51,
            STAMP,
            covered -> token(covered, OldKeys.GIVEN_UP));
    DocumentReport twice = verify(again, OLD.policy());
    assertThat(twice.conclusion()).as("%s", twice).isEqualTo(Conclusion.VALID);
    assertThat(seal(twice).signedAt()).isEqualTo(before);
    Bytes loose = PdfForge.sign(PdfUpdate.of(plain), 41, STAMP, covered -> token(covered, before));
    SignatureReport unproven = seal(verify(loose, OLD.policy()));
    assertThat(unproven.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(unproven.timeSource()).isEqualTo(TimeSource.CLAIMED);
  }

  /**
   * A document time-stamp by nobody known, or over other octets, proves nothing of what it covers.
   */
  @Test
  void aStampThatIsNotBelievedProvesNothing() {
    String claimed = CADES + "/M(D:20100401000000Z)";
    Instant before = OldKeys.GIVEN_UP.minusSeconds(2);
    Bytes plain = signed(claimed, OLD.signer(), List.of());
    OldKeys strangers = OldKeys.of(TestPki.seeded("pdf proven time strangers"));
    for (Function<Bytes, Bytes> stamp :
        List.<Function<Bytes, Bytes>>of(
            covered -> token(strangers, covered, before),
            covered -> token(OLD, Bytes.utf8("other octets"), before))) {
      SignatureReport unproven = seal(verify(stamped(plain, stamp), OLD.policy()));
      assertThat(unproven.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
      assertThat(unproven.timeSource()).isEqualTo(TimeSource.CLAIMED);
    }
  }

  /** Nor is a file older than what /M claims, with a time-stamp or without one. */
  @Test
  void aClaimOfTomorrowIsTold() {
    Bytes plain = signed(CADES + "/M(D:20261103020001Z)", OLD.other(), List.of());
    assertOpen(verify(plain, OLD.policy()), Reason.SIGNED_IN_FUTURE);
    TrustPolicy later = OLD.policy().withAt(TestPki.NOW.plusSeconds(600_000));
    assertThat(verify(plain, later).conclusion()).isEqualTo(Conclusion.VALID);
    assertOpen(verify(stamped(plain, TestPki.NOW), later), Reason.SIGNING_TIME_CONTRADICTED);
    // A day is what a wrong zone explains; without a zone the time-stamp counts alone.
    Bytes none = signed(CADES + "/M(D:20261101100000)", OLD.other(), List.of());
    assertThat(seal(verify(stamped(none, TestPki.NOW), later)).report().check("signing-time-order"))
        .isEmpty();
    Bytes zone = signed(CADES + "/M(D:20261101100000Z)", OLD.other(), List.of());
    assertThat(verify(zone, OLD.policy()).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport told = verify(stamped(zone, TestPki.NOW), later);
    assertThat(told.conclusion()).as("%s", told).isEqualTo(Conclusion.VALID);
    assertThat(seal(told).report().check("signing-time-order").orElseThrow().reason())
        .isEqualTo(Reason.SIGNING_TIME_CONTRADICTED);
  }

  private static void assertOpen(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(reason);
  }

  private static SignatureReport seal(DocumentReport report) {
    return PdfSigningEngineContract.signature(report, "Seal");
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy);
  }

  private static Bytes stamped(Place place, String dictionary, Signer signer, Instant at) {
    return place == Place.VALUE
        ? signed(dictionary, signer, List.of(OLD.stamping(at)))
        : stamped(signed(dictionary, signer, List.of()), at);
  }

  private static Bytes signed(String dictionary, Signer signer, List<TimestampSource> stamps) {
    ContentDigest digest = ContentDigest.of(signer.algorithm());
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        dictionary,
        covered -> {
          Bytes value = CmsSigner.pades(digest.of(covered), signer);
          for (TimestampSource each : stamps) {
            value =
                CadesExtender.timestamp(value, each)
                    .orThrow(reason -> new IllegalStateException(reason.code()));
          }
          return value;
        });
  }

  private static Bytes stamped(Bytes pdf, Instant at) {
    return stamped(pdf, covered -> token(covered, at));
  }

  private static Bytes stamped(Bytes pdf, Function<Bytes, Bytes> stamp) {
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 40 0 R]"))
            .with(40, PdfForge.field("Time", "[0 0 0 0]", "/V 41 0 R")),
        41,
        STAMP,
        stamp::apply);
  }

  private static Bytes token(Bytes covered, Instant at) {
    return token(OLD, covered, at);
  }

  private static Bytes token(OldKeys keys, Bytes covered, Instant at) {
    return keys.stamping(at)
        .stamp(ContentDigest.SHA256, ContentDigest.SHA256.of(covered))
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }
}
