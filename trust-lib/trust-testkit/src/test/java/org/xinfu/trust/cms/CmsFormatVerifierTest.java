package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** CMS and GB/T 35275 files: what they are, how they are encoded, what they reach. */
class CmsFormatVerifierTest {
  private static final TestPki PKI = TestPki.seeded("cms files");
  private static final Signer SM2 = PKI.sealSigner("样例");
  private static final Signer EC = PKI.documentSigner("样例文档");
  private static final Bytes CONTENT = Bytes.utf8("content of a file");
  private static final Bytes ATTACHED =
      CmsSigner.cadesAttached(CONTENT, EC, TestPki.NOW.minusSeconds(60));

  private static DocumentReport verify(Bytes file) {
    return Trust.verify(DocumentSource.of(file), PKI.policy());
  }

  private static DocumentReport verify(Bytes file, Bytes content) {
    return Trust.verify(DocumentSource.of(file), DocumentSource.of(content), PKI.policy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CMS", "PKCS7", "PKCS #7 SIGNED DATA", "SIGNED MESSAGE"})
  void aFileIsKnownByItsContent(String label) {
    assertThat(verify(ATTACHED).format()).isEqualTo(DocumentFormat.CMS);
    Bytes pem = Bytes.utf8(OpenSsl.pem(label, ATTACHED));
    assertThat(verify(pem).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes gb = Gbt35275Signer.attached(CONTENT, SM2);
    assertThat(verify(gb).format()).isEqualTo(DocumentFormat.GBT35275);
    assertThat(verify(gb).signatures().get(0).format()).isEqualTo("GBT35275");
  }

  @Test
  void bareBase64IsReadAndOtherTextIsNot() {
    String base64 = java.util.Base64.getMimeEncoder().encodeToString(ATTACHED.toArray());
    assertThat(verify(Bytes.utf8(base64)).conclusion()).isEqualTo(Conclusion.VALID);
    for (String other : List.of("", "MI", "MIIB plain words", "-----BEGIN CMS-----", "{}")) {
      assertThat(verify(Bytes.utf8(other)).conclusion())
          .describedAs(other)
          .isIn(Conclusion.NO_SIGNATURE, Conclusion.INVALID);
    }
    Bytes cut = Bytes.utf8(OpenSsl.pem("CMS", ATTACHED).replace("-----END CMS-----", ""));
    assertThat(verify(cut).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Whoever opens the file sees it too: a text, or a second message that nobody judges. */
  @Test
  void whatStandsAroundTheArmourIsNotSigned() {
    String pem = OpenSsl.pem("CMS", ATTACHED);
    for (String file :
        List.of("Pay 1,000,000\n" + pem, pem + "Pay 1,000,000\n", pem + pem, "\f.\n" + pem)) {
      DocumentReport report = verify(Bytes.utf8(file));
      assertThat(report.conclusion()).as(file).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).as(file).contains(Reason.CONTENT_NOT_COVERED);
    }
    for (String file : List.of("\ufeff" + pem, " \r\n" + pem + "\n\n", pem.replace("\n", "\r\n"))) {
      assertThat(verify(Bytes.utf8(file)).conclusion()).as(file).isEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void whatIsNotSignedHasNoSignature() {
    for (String type :
        List.of("2a864886f70d010703", "2a864886f70d010706", "2a811ccf550601040203")) {
      String oid = String.format(java.util.Locale.ROOT, "06%02x", type.length() / 2) + type;
      Bytes body = Bytes.hex(oid + "a0023000");
      Bytes file =
          Bytes.hex(String.format(java.util.Locale.ROOT, "30%02x", body.length())).concat(body);
      assertThat(verify(file).conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
      assertThat(verify(file).format()).isNotEqualTo(DocumentFormat.UNKNOWN);
    }
  }

  @Test
  void coverageAndLevelAreSaid() {
    SignatureReport one = verify(ATTACHED).signatures().get(0);
    assertThat(one.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(one.format()).isEqualTo("CADES");
    assertThat(one.level()).isEqualTo("B-B");
    assertThat(one.timeSource()).isEqualTo(TimeSource.CLAIMED);
    Bytes detached =
        CmsSigner.cades(ContentDigest.SHA256.of(CONTENT), EC, TestPki.NOW.minusSeconds(60));
    DocumentReport alone = verify(detached);
    assertThat(alone.coverage()).isEqualTo(Coverage.NONE);
    assertThat(alone.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(alone.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
    assertThat(verify(detached, CONTENT).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(verify(detached, ATTACHED).signatures().get(0).integrity())
        .isEqualTo(Integrity.BROKEN);
  }

  @Test
  void aTimestampRaisesTheLevelStepByStep() {
    Signer tsa = PKI.timestamper("样例时间戳");
    TimestampMaker maker = new TimestampMaker(tsa, "1.2.3", () -> java.math.BigInteger.valueOf(3));
    TimestampSource source =
        (digest, imprint) ->
            new Verdict.Valid<>(
                maker.token(
                    new TimestampMaker.Order(digest, imprint, Optional.empty()),
                    TestPki.NOW.minusSeconds(30)),
                new org.xinfu.trust.Report(List.of()));
    Bytes t = get(CadesExtender.timestamp(ATTACHED, source));
    assertLevel(t, "B-T");
    Evidence crl = new Evidence(List.of(), List.of(PKI.crl(PKI.documentRoot())), List.of());
    Bytes lt = CadesExtender.values(t, crl);
    assertLevel(lt, "B-LT");
    Bytes lta = get(CadesExtender.archive(lt, SignedContent.of(CONTENT), source));
    assertLevel(lta, "B-LTA");
    assertLevel(get(CadesExtender.archive(lta, SignedContent.of(CONTENT), source)), "B-LTA");
    assertThat(archiveCoverage(lta)).isEqualTo(Outcome.PASS);
    Bytes more = CadesExtender.values(lta, Evidence.of(tsa.chain()));
    assertLevel(more, "B-LTA");
    assertThat(archiveCoverage(more)).isEqualTo(Outcome.WARN);
    assertThat(archiveCoverage(get(CadesExtender.archive(more, SignedContent.of(CONTENT), source))))
        .isEqualTo(Outcome.PASS);
    // What was put in since, no archive time-stamp covers: it makes no archive of it.
    Bytes early = get(CadesExtender.archive(t, SignedContent.of(CONTENT), source));
    assertLevel(early, "B-T");
    Bytes listed = CadesExtender.values(early, crl);
    assertLevel(listed, "B-LT");
    assertLevel(get(CadesExtender.archive(listed, SignedContent.of(CONTENT), source)), "B-LTA");
    // Nor does a list of others make one, where the signer's own was put in since.
    Evidence others = new Evidence(List.of(), List.of(PKI.crl(PKI.makerRoot())), List.of());
    Bytes strange =
        get(
            CadesExtender.archive(
                CadesExtender.values(t, others), SignedContent.of(CONTENT), source));
    Bytes own = CadesExtender.values(strange, crl);
    assertLevel(own, "B-LT");
    assertLevel(get(CadesExtender.archive(own, SignedContent.of(CONTENT), source)), "B-LTA");
    // A certificate or list that the index names is taken away again.
    Bytes without = Bytes.hex(lta.toHex().replace(crl.crls().get(0).toHex(), ""));
    assertThat(verify(without).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** RFC 6960: an answer about the signer's serial tells of it, one about another's does not. */
  @Test
  void anAnswerAboutTheSignerMakesTheArchive() {
    Bytes t = get(CadesExtender.timestamp(ATTACHED, authority(0)));
    Evidence own = answer(EC.chain().get(0));
    Evidence others = answer(PKI.documentSigner("样例别人").chain().get(0));
    SignedContent content = SignedContent.of(CONTENT);
    Bytes archived =
        get(CadesExtender.archive(CadesExtender.values(t, own), content, authority(1)));
    assertLevel(archived, "B-LTA");
    Bytes strange =
        get(CadesExtender.archive(CadesExtender.values(t, others), content, authority(1)));
    // The signer's own was put in since, and the archive time-stamp does not cover it.
    Bytes since = CadesExtender.values(strange, own);
    assertLevel(since, "B-LT");
    assertLevel(get(CadesExtender.archive(since, content, authority(2))), "B-LTA");
  }

  private static Evidence answer(Certificate about) {
    Signer issuer = PKI.documentRoot();
    OcspMaker.Status good =
        new OcspMaker.Status(about, issuer.chain().get(0), Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(
            TestPki.NOW.minusSeconds(60),
            Optional.of(TestPki.NOW.plusSeconds(86_400)),
            Optional.empty());
    return new Evidence(
        List.of(), List.of(), List.of(OcspMaker.respond(issuer, List.of(good), issue)));
  }

  /** Ten authorities and ten lists in one signature: an honest one asks for no more than that. */
  @Test
  void renewedTenTimesItIsStillValid() {
    Bytes cms = get(CadesExtender.timestamp(ATTACHED, authority(0)));
    for (int i = 0; i < 10; i++) {
      cms = CadesExtender.values(cms, new Evidence(List.of(), List.of(list(i)), List.of()));
      cms = get(CadesExtender.archive(cms, SignedContent.of(CONTENT), authority(i + 1)));
    }
    assertLevel(cms, "B-LTA");
  }

  private static Bytes list(int number) {
    return CrlMaker.issue(
        PKI.documentRoot(),
        List.of(),
        new CrlMaker.Issue(
            TestPki.NOW.minusSeconds(3600 - number),
            TestPki.NOW.plusSeconds(86_400),
            java.math.BigInteger.valueOf(number + 1L)));
  }

  private static TimestampSource authority(int number) {
    Signer tsa = PKI.timestamper("样例时间戳" + number);
    TimestampMaker maker = new TimestampMaker(tsa, "1.2.3", () -> java.math.BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(
                new TimestampMaker.Order(digest, imprint, Optional.empty()),
                TestPki.NOW.minusSeconds(600 - 30L * number)),
            new org.xinfu.trust.Report(List.of()));
  }

  private static Outcome archiveCoverage(Bytes cms) {
    return verify(cms)
        .signatures()
        .get(0)
        .report()
        .check("archive-coverage")
        .orElseThrow()
        .outcome();
  }

  private static Bytes get(Verdict<Bytes> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r.code()));
  }

  private static void assertLevel(Bytes cms, String level) {
    DocumentReport report = verify(cms);
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).level()).isEqualTo(level);
    assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
  }

  @Test
  void berIsReadUnderInteropAlone() {
    Bytes ber = indefinite(ATTACHED);
    DocumentReport interop = verify(ber);
    assertThat(interop.conclusion()).describedAs("%s", interop).isEqualTo(Conclusion.VALID);
    assertThat(interop.document().check("cms-structure").orElseThrow().reason())
        .isEqualTo(Reason.ENCODING_NOT_STANDARD);
    DocumentReport strict =
        Trust.verify(DocumentSource.of(ber), PKI.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(strict.reason()).contains(Reason.MALFORMED);
  }

  /** The outermost sequence and the tag inside it written with indefinite lengths. */
  private static Bytes indefinite(Bytes der) {
    List<Der> outer = Der.outer(der).children();
    Bytes inner = outer.get(1).only().encoded();
    return Bytes.hex("3080")
        .concat(outer.get(0).encoded())
        .concat(Bytes.hex("a080"))
        .concat(inner)
        .concat(Bytes.hex("00000000"));
  }

  @Test
  void octetStringsInPiecesAreOne() {
    Bytes pieces = Bytes.hex("248004024142040143" + "240304014400" + "00");
    assertThat(BerForm.definite(pieces.slice(0, 9).concat(Bytes.hex("0000"))))
        .isEqualTo(Bytes.hex("0403414243"));
    Bytes der = Bytes.hex("30060201010401aa");
    assertThat(BerForm.definite(der)).isEqualTo(der);
    assertThat(BerForm.definite(Bytes.hex("3081050203000000")))
        .isEqualTo(Bytes.hex("30050203000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "3080", "308000", "0480", "3085000000000130", "3003020201", "1f0100"})
  void damagedBerIsMalformed(String hex) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> BerForm.definite(Bytes.hex(hex)))
        .isInstanceOf(MalformedDer.class);
  }

  @Test
  void aDeepNestIsMalformed() {
    Bytes nest = Bytes.hex("3080".repeat(2000) + "0000".repeat(2000));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> BerForm.definite(nest))
        .isInstanceOf(MalformedDer.class);
  }

  /** Every octet of content, attributes and value counts; the rest may at most cost a warning. */
  @Test
  void noFlippedOctetIsPassedOver() {
    for (Bytes file : List.of(ATTACHED, Gbt35275Signer.attached(CONTENT, SM2, TestPki.NOW))) {
      for (int i = 0; i < file.length(); i += 2) {
        DocumentReport report = verify(Mutators.flip(file, i, 1 << (i % 7)));
        if (report.conclusion() == Conclusion.VALID) {
          assertThat(report.signatures().get(0).report().checks().stream())
              .describedAs("octet %s", i)
              .anyMatch(c -> c.outcome() != Outcome.PASS);
          assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
        }
      }
    }
  }

  @Test
  void anyOctetsEndInAVerdict() {
    long seed = Long.getLong("xinfu.seed", 20261124L);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] octets = ATTACHED.toArray();
      for (int hits = random.nextInt(8) + 1; hits > 0; hits--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(octets.length) : octets.length;
      assertThat(verify(Bytes.of(octets, 0, length)).conclusion())
          .describedAs("seed %s round %s", seed, round)
          .isNotNull();
    }
  }

  /** What OFD's Type="Sign" needs: the blob over the original's octets, in whatever form. */
  @Test
  void aGbMessageIsJudgedOverTheOriginal() {
    Bytes original = Bytes.utf8("<ofd:Signature/>");
    Bytes sm3 = Hash.SM3.of(original);
    CmsContext context = new CmsContext(PKI.policy(), CmsProfile.GBT35275, Optional.empty());
    for (Bytes blob :
        List.of(
            Gbt35275Signer.attached(sm3, SM2),
            Gbt35275Signer.detached(sm3, SM2),
            Gbt35275Signer.attached(original, SM2),
            Gbt35275Signer.detached(original, SM2, TestPki.NOW),
            Gbt35275Signer.detached(sm3, SM2, TestPki.NOW))) {
      CmsJudgement good = CmsVerifier.verify(blob, SignedContent.of(original), context);
      assertThat(good.structure().conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(good.signers().get(0).integrity()).isEqualTo(Integrity.INTACT);
      assertThat(good.signers().get(0).report().conclusion())
          .describedAs("%s", good)
          .isEqualTo(Conclusion.VALID);
      CmsJudgement other = CmsVerifier.verify(blob, SignedContent.of(CONTENT), context);
      assertThat(
              other.structure().conclusion() == Conclusion.INVALID
                  || other.signers().get(0).report().conclusion() == Conclusion.INVALID)
          .isTrue();
    }
  }
}
