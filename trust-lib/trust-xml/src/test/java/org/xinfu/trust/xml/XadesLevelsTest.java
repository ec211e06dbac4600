package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** XAdES B-T, B-LT and B-LTA: made, verified, and refused when a stamp was touched. */
class XadesLevelsTest {
  private static final TestPki PKI = TestPki.seeded("xades levels");
  private static final Signer AUTHORITY = PKI.timestamper("样例时间戳");
  private static final Instant STAMPED = TestPki.NOW.plus(Duration.ofMinutes(1));
  private static final Instant LATER = TestPki.NOW.plus(Duration.ofHours(1));
  private static final Bytes CONTENT = Bytes.utf8(XmlVectors.CONTENT);

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"SM2_SM3", "ECDSA_P256_SHA256", "RSA_PSS_SHA256"})
  void everyLevelIsReached(SignatureAlgorithm algorithm) {
    Signer signer =
        algorithm == SignatureAlgorithm.SM2_SM3 ? PKI.sealSigner("章") : signer(algorithm);
    Map<String, Bytes> files = Map.of("a.txt", Bytes.utf8("a"));
    for (XmlSignRequest request :
        List.of(
            XmlSignRequest.enveloped(CONTENT, TestPki.NOW),
            XmlSignRequest.enveloping(CONTENT, TestPki.NOW),
            XmlSignRequest.detached(files, TestPki.NOW))) {
      Bytes basic = XmlSignerTest.sign(request, signer);
      assertLevel(basic, "B-B", files);
      Bytes stamped = stamp(basic);
      assertLevel(stamped, "B-T", files);
      Bytes valued = ok(XadesExtender.values(stamped, id(stamped), evidence()));
      assertLevel(valued, "B-LT", files);
      Bytes archived = ok(XadesExtender.archive(valued, id(valued), files, source(STAMPED)));
      assertLevel(archived, "B-LTA", files);
      Bytes again =
          ok(XadesExtender.archive(archived, id(valued), files, source(STAMPED.plusSeconds(9))));
      assertLevel(again, "B-LTA", files);
    }
  }

  @Test
  void aStampProvesTheTimeAfterTheCertificateEnded() {
    Bytes basic =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), PKI.sealSigner("章"));
    TrustPolicy late =
        PKI.policy().withAt(TestPki.END.plus(Duration.ofDays(9))).withCrls(List.of());
    assertThat(verify(basic, late, Map.of()).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport report = verify(stamp(basic), late, Map.of());
    assertThat(report.signatures().get(0).report().check("timestamp-imprint")).isPresent();
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.INVALID);
  }

  @Test
  void aStampOverOtherOctetsIsRefused() {
    Signer signer = PKI.sealSigner("章");
    Bytes one = stamp(XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), signer));
    Bytes other =
        stamp(
            XmlSignerTest.sign(
                XmlSignRequest.enveloped(CONTENT, TestPki.NOW.minusSeconds(60)), signer));
    String moved = one.toUtf8().replace(token(one), token(other));
    DocumentReport report = verify(Bytes.utf8(moved), policy(), Map.of());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void whatAnArchiveStampCoversCannotBeTouched() {
    Bytes basic =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), PKI.sealSigner("章"));
    Bytes stamped = stamp(basic);
    Bytes valued = ok(XadesExtender.values(stamped, id(stamped), evidence()));
    Bytes archived = ok(XadesExtender.archive(valued, id(valued), Map.of(), source(STAMPED)));
    String text = archived.toUtf8();
    List<String> touched = new ArrayList<>();
    touched.add(
        text.replaceFirst(
            "<xades:EncapsulatedX509Certificate>[^<]*</xades:EncapsulatedX509Certificate>", ""));
    touched.add(
        text.replaceFirst("<xades:EncapsulatedCRLValue>[^<]*</xades:EncapsulatedCRLValue>", ""));
    touched.add(text.replaceFirst("<ds:X509Certificate>", "<ds:X509Certificate> "));
    for (String each : touched) {
      assertThat(each).isNotEqualTo(text);
      DocumentReport report = verify(Bytes.utf8(each), policy(), Map.of());
      assertThat(report.conclusion()).describedAs("%s", report).isNotEqualTo(Conclusion.VALID);
    }
  }

  /** Who gets the key of an authority that ended can date a stamp as he likes. */
  @Test
  void anArchiveStampVouchesForWhatItCoversAlone() {
    Signer ended =
        PKI.issue(
            PKI.spec("CN=样例旧时间戳", Purpose.TIMESTAMPER, STAMPED.plusSeconds(1800)),
            PKI.documentRoot());
    Bytes basic =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), PKI.sealSigner("章"));
    Bytes stamped = ok(XadesExtender.timestamp(basic, id(basic), source(ended, STAMPED)));
    Bytes covered = archive(stamped);
    assertThat(verify(covered, policy(), Map.of()).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes archived = archive(basic);
    Bytes forged = ok(XadesExtender.timestamp(archived, id(basic), source(ended, STAMPED)));
    DocumentReport report = verify(forged, policy(), Map.of());
    assertThat(report.reason()).as("%s", report).contains(Reason.NO_PROOF_OF_EXISTENCE);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  /** EN 319 132-1 §6.3: B-LTA is long-term evidence under an archive time-stamp. */
  @Test
  void evidenceBehindTheArchiveStampIsNotArchived() {
    Bytes basic =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), PKI.sealSigner("章"));
    Bytes archived = archive(stamp(basic));
    assertLevel(archived, "B-T", Map.of());
    Bytes valued = ok(XadesExtender.values(archived, id(archived), evidence()));
    assertLevel(valued, "B-LT", Map.of());
    Bytes again =
        ok(
            XadesExtender.archive(
                valued, id(valued), Map.of(), source(STAMPED.plus(Duration.ofMinutes(1)))));
    assertLevel(again, "B-LTA", Map.of());
  }

  private static Bytes archive(Bytes xml) {
    return ok(XadesExtender.archive(xml, id(xml), Map.of(), source(STAMPED.plusSeconds(9))));
  }

  @Test
  void aStampByAStrangerProvesNothing() {
    Bytes basic =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), PKI.sealSigner("章"));
    TestPki other = TestPki.seeded("other");
    Bytes stamped =
        ok(XadesExtender.timestamp(basic, id(basic), source(other.timestamper("x"), STAMPED)));
    DocumentReport report = verify(stamped, policy(), Map.of());
    assertThat(report.signatures().get(0).level()).isEqualTo("B-B");
    assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void onlyXadesSignaturesThatAreThereAreRaised() {
    Signer signer = PKI.sealSigner("章");
    Bytes plain =
        XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW).plain(), signer);
    assertThat(reason(XadesExtender.timestamp(plain, id(plain), source(STAMPED))))
        .contains(Reason.SIGNED_ATTRIBUTE_WRONG);
    assertThat(reason(XadesExtender.timestamp(plain, "other", source(STAMPED))))
        .contains(Reason.NO_SIGNATURE);
    TimestampSource closed =
        (digest, imprint) ->
            new Report.Builder()
                .fail("status", "RFC 3161 2.4.2", Reason.TIMESTAMP_WRONG, "")
                .refusal();
    Bytes basic = XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), signer);
    assertThat(reason(XadesExtender.timestamp(basic, id(basic), closed)))
        .contains(Reason.TIMESTAMP_WRONG);
  }

  private static Optional<Reason> reason(Verdict<Bytes> verdict) {
    return verdict.report().reason();
  }

  private static Signer signer(SignatureAlgorithm algorithm) {
    return PKI.issue(
        PKI.spec(
                "CN=" + algorithm + ",C=CN",
                org.xinfu.trust.chain.Purpose.DOCUMENT_SIGNER,
                TestPki.END)
            .with(algorithm),
        PKI.documentRoot());
  }

  private static Evidence evidence() {
    return new Evidence(AUTHORITY.chain(), PKI.crls(), List.of());
  }

  private static Bytes stamp(Bytes xml) {
    return ok(XadesExtender.timestamp(xml, id(xml), source(STAMPED)));
  }

  private static TimestampSource source(Instant at) {
    return source(AUTHORITY, at);
  }

  private static TimestampSource source(Signer authority, Instant at) {
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at),
            new Report.Builder().report());
  }

  private static void assertLevel(Bytes xml, String level, Map<String, Bytes> files) {
    DocumentReport report = verify(xml, policy(), files);
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).level()).describedAs("%s", report).isEqualTo(level);
    assertThat(report.signatures().get(0).timeSource())
        .isEqualTo(level.equals("B-B") ? TimeSource.CLAIMED : TimeSource.TIMESTAMP);
  }

  private static TrustPolicy policy() {
    return PKI.policy().withAt(LATER);
  }

  private static DocumentReport verify(Bytes xml, TrustPolicy policy, Map<String, Bytes> files) {
    return new XmlVerifier(files).verify(DocumentSource.of(xml), policy);
  }

  private static String token(Bytes xml) {
    return xml.toUtf8().replaceFirst("(?s).*<xades:EncapsulatedTimeStamp>([^<]*)<.*", "$1");
  }

  private static String id(Bytes xml) {
    return xml.toUtf8().replaceFirst("(?s).*<ds:Signature [^>]*Id=\"([^\"]*)\".*", "$1");
  }

  private static Bytes ok(Verdict<Bytes> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r + " " + verdict.report()));
  }
}
