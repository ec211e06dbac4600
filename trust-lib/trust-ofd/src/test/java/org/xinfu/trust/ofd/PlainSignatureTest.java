package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Type="Sign": GB/T 35275 in the forms that producers write, and bare SM2 values. */
class PlainSignatureTest {
  private static final Instant TIME = TestPki.NOW;

  @TestFactory
  Stream<DynamicTest> signedDataOverSignatureXmlIsJudged() {
    Map<String, BiFunction<Bytes, String, Bytes>> forms = new LinkedHashMap<>();
    forms.put("digest attached", (xml, p) -> Gbt35275Signer.attached(sm3(xml), Sample.SIGNER));
    forms.put(
        "digest attached, attributes",
        (xml, p) -> Gbt35275Signer.attached(sm3(xml), Sample.SIGNER, TIME));
    forms.put("digest in Base64", (xml, p) -> Gbt35275Signer.attached(base64(xml), Sample.SIGNER));
    forms.put("xml attached", (xml, p) -> Gbt35275Signer.attached(xml, Sample.SIGNER, TIME));
    forms.put("xml detached", (xml, p) -> Gbt35275Signer.detached(xml, Sample.SIGNER, TIME));
    return forms.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> assertJudged(e.getValue())));
  }

  private static void assertJudged(BiFunction<Bytes, String, Bytes> form) {
    DocumentReport report = Sample.verify(signed(form).zip());
    SignatureReport signature = report.signatures().get(0);
    assertThat(signature.format()).isEqualTo("GBT35275");
    assertThat(signature.integrity()).as(report.toString()).isEqualTo(Integrity.INTACT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(signature.algorithm()).isEqualTo("SM2_SM3");
    assertThat(signature.signer()).isNotNull();
    assertThat(signature.seal()).isNull();
    // Over another Signature.xml.
    DocumentReport other = Sample.verify(signed((x, p) -> form.apply(Bytes.utf8("<x/>"), p)).zip());
    assertThat(other.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(other.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
    // One bit of the value.
    DocumentReport flipped =
        Sample.verify(
            signed(
                    (x, p) -> {
                      Bytes value = form.apply(x, p);
                      return Mutators.flip(value, value.length() - 1, 1);
                    })
                .zip());
    assertThat(flipped.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** ofdrw 1.17.8 left out the ContentInfo, which nothing signs. */
  @Test
  void signedDataMayStandAlone() {
    BiFunction<Bytes, String, Bytes> alone =
        (xml, p) -> {
          Bytes whole = Gbt35275Signer.attached(sm3(xml), Sample.SIGNER);
          return Der.read(whole).children().get(1).only().encoded();
        };
    assertJudged(alone);
    // Its digests are bare identifiers there, too.
    BiFunction<Bytes, String, Bytes> bare =
        (xml, p) -> {
          List<Der> parts = Der.read(alone.apply(xml, p)).children();
          Bytes rest = Bytes.hex("310a06082a811ccf55018311");
          for (Der part : parts.subList(2, parts.size())) {
            rest = rest.concat(part.encoded());
          }
          Bytes content = parts.get(0).encoded().concat(rest);
          return Bytes.hex("3082%04x".formatted(content.length())).concat(content);
        };
    assertJudged(bare);
    TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
    DocumentReport report = Sample.verify(signed(alone).zip(), strict);
    assertThat(report.signatures().get(0).report().check("value-encoding").orElseThrow().outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void anUnknownAnchorLeavesTheIntegrityIntact() {
    Bytes zip = signed((xml, p) -> Gbt35275Signer.attached(sm3(xml), Sample.SIGNER)).zip();
    DocumentReport report =
        Sample.verify(zip, TrustPolicy.interop(List.of(), List.of(), TestPki.NOW));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void aBareValueSaysNotWhoSigned() {
    for (BiFunction<Bytes, String, Bytes> form :
        List.<BiFunction<Bytes, String, Bytes>>of(
            (xml, p) -> Sample.SIGNER.sign(xml),
            (xml, p) -> EcSignature.parseDer(Sample.SIGNER.sign(xml)).orElseThrow().raw(32))) {
      Bytes zip = signed(form).zip();
      DocumentReport report = Sample.verify(zip);
      assertThat(report.signatures().get(0).format()).isEqualTo("BARE_SM2");
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
      // Whoever trusts the signer's own certificate knows whose value it is.
      TrustPolicy own =
          TrustPolicy.interop(List.of(Sample.SIGNER.chain().get(0)), List.of(), TestPki.NOW);
      DocumentReport known = Sample.verify(zip, own);
      assertThat(known.conclusion()).as(known.toString()).isEqualTo(Conclusion.VALID);
      assertThat(known.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    }
  }

  /** Nor does it say when: what SignatureDateTime says of tomorrow was not signed today. */
  @ParameterizedTest
  @CsvSource({"20261101100500, VALID", "20261102100000, VALID", "20261102100001, INDETERMINATE"})
  void aBareValueOfTomorrowIsLeftOpen(String written, Conclusion expected) {
    StrangersPackage made = signed((xml, p) -> Sample.SIGNER.sign(xml));
    made.dateTime = written;
    TrustPolicy own =
        TrustPolicy.interop(List.of(Sample.SIGNER.chain().get(0)), List.of(), TestPki.NOW);
    DocumentReport report = Sample.verify(made.zip(), own);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(expected);
    if (expected == Conclusion.INDETERMINATE) {
      assertThat(report.reason()).contains(Reason.SIGNED_IN_FUTURE);
    }
  }

  /** Where the clock on the wall shows UTC, China's reading of it is before the certificate. */
  @ParameterizedTest
  @CsvSource({
    "20251231180000, VALID, true",
    "20260101080000, VALID, false",
    "20251231115959, INVALID, ",
    "20260101075959+0800, INVALID, ",
  })
  void aTimeWithoutAZoneIsNotTooEarlyWhereAnotherZoneFits(
      String written, Conclusion expected, Boolean told) {
    StrangersPackage bare = signed((xml, p) -> Sample.SIGNER.sign(xml));
    StrangersPackage signedData =
        signed((xml, p) -> Gbt35275Signer.attached(sm3(xml), Sample.SIGNER));
    TrustPolicy own =
        TrustPolicy.interop(List.of(Sample.SIGNER.chain().get(0)), List.of(), TestPki.NOW);
    for (StrangersPackage made : List.of(bare, signedData)) {
      made.dateTime = written;
      SignatureReport judged = Sample.verify(made.zip(), own).signatures().get(0);
      assertThat(judged.report().conclusion()).isEqualTo(expected);
      if (told == null) {
        assertThat(judged.report().reason()).contains(Reason.CERTIFICATE_NOT_YET_VALID);
      } else {
        assertThat(judged.report().check("stated-time").isPresent()).isEqualTo(told);
      }
    }
  }

  @Test
  void typeAndFormMustFit() {
    StrangersPackage sealed = signed((xml, p) -> Gbt35275Signer.attached(sm3(xml), Sample.SIGNER));
    sealed.type = " Type=\"Seal\"";
    assertThat(Sample.verify(sealed.zip()).reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
    StrangersPackage plain = signed(Forgery::value);
    assertThat(Sample.verify(plain.zip()).reason()).contains(Reason.SIGNATURE_TYPE_MISMATCH);
  }

  /** Nothing in such a value says to which path it belongs; a copy would be a second approval. */
  @Test
  void aSignatureIsNotListedAgainAsACopy() {
    Bytes signed = Sample.signed(Sample.zip(Sample.plain()), Protection.CONTINUE);
    Map<String, Bytes> files = Sample.files(signed);
    String copy = Forgery.XML.replace("Sign_0", "Sign_1");
    files.put(copy, files.get(Forgery.XML));
    files.put(
        Forgery.LIST,
        SignatureXml.list(
            List.of(
                new SignatureList.Entry("s001", "Sign", Forgery.XML),
                new SignatureList.Entry("s002", "Sign", copy))));
    DocumentReport report = Sample.verify(Sample.zip(files));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_LIST_CHANGED);
  }

  @ParameterizedTest
  @CsvSource({
    "20261101100000, 2026-11-01T02:00:00Z",
    "20261101020000Z, 2026-11-01T02:00:00Z",
    "20261101020000.123Z, 2026-11-01T02:00:00Z",
    "2026-11-01 10:00:00, 2026-11-01T02:00:00Z",
    "2026-11-01T10:00:00+08:00, 2026-11-01T02:00:00Z"
  })
  void datesAreReadAsTheyAreWritten(String text, Instant moment) {
    assertThat(SignatureDateTime.parse(text).map(SignatureDateTime::at)).contains(moment);
    assertThat(SignatureDateTime.parse(text + "x")).isEmpty();
    assertThat(SignatureDateTime.parse(text.replace("2026", "9"))).isEmpty();
  }

  private static StrangersPackage signed(BiFunction<Bytes, String, Bytes> form) {
    StrangersPackage made = new StrangersPackage();
    made.type = " Type=\"Sign\"";
    made.sealFile = false;
    made.stamp = "";
    made.value = form;
    return made;
  }

  private static Bytes sm3(Bytes xml) {
    return Digests.sm3(xml);
  }

  private static Bytes base64(Bytes xml) {
    return Bytes.utf8(Base64.getEncoder().encodeToString(sm3(xml).toArray()));
  }
}
