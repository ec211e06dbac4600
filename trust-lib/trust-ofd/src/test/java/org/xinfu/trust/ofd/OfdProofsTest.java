package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;
import org.xinfu.trust.time.TimestampSource;

/**
 * When a later signature proves that an earlier one, of a claimed time alone, existed: judged after
 * the certificates ended, the first is VALID without a word only when it is proven.
 */
class OfdProofsTest {
  private static final String XML = "Doc_0/Signs/Sign_1/Signature.xml";
  private static final String VALUE = "Doc_0/Signs/Sign_1/SignedValue.dat";
  private static final Instant LATER = Instant.parse("2030-11-01T02:00:00Z");
  private static final TimestampSource THEN = LongLife.stamping(LongLife.FIRST, TestPki.NOW);
  private static final Bytes TWO =
      LongLife.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);

  private static final TestPki OTHERS = TestPki.seeded("proofs");
  private static final Signer RSA =
      OTHERS.issue(
          OTHERS
              .spec("CN=样例文档,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PKCS1_SHA256),
          OTHERS.documentRoot());

  @Test
  void aLaterStampedSignatureProvesTheFirst() {
    assertThat(proven(TWO)).isTrue();
    assertThat(proven(second(x -> x, OfdProofsTest::sm2))).isTrue();
  }

  @Test
  void aLaterClaimProvesNothing() {
    Bytes claimed = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
    SignatureReport second = Sample.verify(claimed, policy()).signatures().get(1);
    assertThat(second.conclusion()).as(second.toString()).isEqualTo(Conclusion.VALID);
    assertThat(second.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(proven(claimed)).isFalse();
  }

  /** Stamped, but nobody knows what it is worth. */
  @Test
  void aLaterSignatureThatDoesNotHoldProvesNothing() {
    Bytes doubted =
        second(
            x -> x.replace("Method>1.2.156.10197.1.501<", "Method>1.2.3.4<"), OfdProofsTest::sm2);
    SignatureReport second = Sample.verify(doubted, policy()).signatures().get(1);
    assertThat(second.conclusion()).as(second.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(second.timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(proven(doubted)).isFalse();
  }

  /** Its digest does not take in the key, so that a value may fit another key and content. */
  @Test
  void aLaterSignatureOfAnotherSuiteProvesNothing() {
    Bytes other =
        second(
            x -> x.replace("Method>1.2.156.10197.1.501<", "Method>1.2.840.113549.1.1.11<"),
            xml -> stamped(CmsSigner.cades(Digests.sha256(xml), RSA, TestPki.NOW)));
    SignatureReport second = Sample.verify(other, policy()).signatures().get(1);
    assertThat(second.conclusion()).as(second.toString()).isEqualTo(Conclusion.VALID);
    assertThat(second.timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(proven(other)).isFalse();
  }

  @Test
  void whatALaterSignatureLeavesOutItDoesNotProve() {
    for (String path : List.of(Forgery.VALUE, Forgery.XML, Forgery.SEAL)) {
      Bytes less =
          second(
              x ->
                  x.replaceAll(
                      "<ofd:Reference FileRef=\"/" + path + "\">.*?</ofd:Reference>\n", ""),
              OfdProofsTest::sm2);
      assertThat(proven(less)).as(path).isFalse();
    }
  }

  /** The first signer's certificate was revoked between the second and the third signature. */
  @Test
  void theEarliestProofCounts() {
    Bytes two = LongLife.signed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Bytes three =
        OfdSigner.sign(
                DocumentSource.of(two),
                new OfdSignRequest(Protection.WHOLE, LongLife.Y2028, "xinfu"),
                Sample.OUTSIDER,
                LongLife.stamping(LongLife.FIRST, LongLife.Y2028))
            .orThrow(reason -> new IllegalStateException(reason.code()));
    Instant now = LongLife.Y2028.plusSeconds(60);
    RevokedEntry revoked =
        new RevokedEntry(
            Sample.SIGNER.chain().get(0).serial(),
            Instant.parse("2027-06-01T00:00:00Z"),
            RevocationCause.SUPERSEDED,
            Optional.empty());
    List<Bytes> lists = new ArrayList<>();
    lists.add(LongLife.crl(Sample.PKI.signerCa(), now, revoked));
    lists.add(LongLife.crl(Sample.PKI.signerRoot(), now));
    lists.add(LongLife.crl(Sample.PKI.makerRoot(), now));
    lists.add(LongLife.crl(Sample.PKI.documentRoot(), now));
    TrustPolicy policy =
        LongLife.policy(now, TrustPolicy.Mode.STRICT)
            .withIntermediates(List.of(Sample.PKI.signerCa().chain().get(0)))
            .withCrls(lists);
    DocumentReport report = Sample.verify(three, policy);
    assertThat(report.signatures())
        .as(report.toString())
        .allMatch(s -> s.conclusion() == Conclusion.VALID);
  }

  /** What a later signature holds was there, and was not signed two days after it. */
  @Test
  void aSealIsNotOlderThanItsClaim() {
    for (long later : new long[] {300, 172_801}) {
      StrangersPackage made = new StrangersPackage();
      Instant claimed = TestPki.NOW.plusSeconds(later);
      made.dateTime = claimed.toString();
      made.value =
          (xml, path) ->
              SealSigner.sign(
                  new SealedContent(Sample.SEAL, Digests.sm3(xml), path, claimed), Sample.SIGNER);
      Bytes two = LongLife.signed(made.zip(), Protection.WHOLE);
      SignatureReport first = Sample.verify(two, policy()).signatures().get(0);
      assertThat(first.report().check("signing-time-order").orElseThrow().outcome())
          .as(first.toString())
          .isEqualTo(later == 300 ? Outcome.PASS : Outcome.UNKNOWN);
      assertThat(first.conclusion())
          .isEqualTo(later == 300 ? Conclusion.VALID : Conclusion.INDETERMINATE);
    }
  }

  private interface ValueMaker {
    Bytes of(Bytes xml);
  }

  /** The second Signature.xml altered, and its value made again. */
  private static Bytes second(UnaryOperator<String> change, ValueMaker maker) {
    Map<String, Bytes> files = Sample.files(TWO);
    Bytes xml = Bytes.utf8(change.apply(files.get(XML).toUtf8()));
    files.put(XML, xml);
    files.put(VALUE, maker.of(xml));
    return Sample.zip(files);
  }

  private static Bytes sm2(Bytes xml) {
    return stamped(Gbt35275Signer.attached(Digests.sm3(xml), Sample.SIGNER));
  }

  private static Bytes stamped(Bytes value) {
    return CadesExtender.timestamp(value, THEN)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static boolean proven(Bytes ofd) {
    DocumentReport report = Sample.verify(ofd, policy());
    SignatureReport first = report.signatures().get(0);
    assertThat(first.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    return first.report().checks().stream().noneMatch(c -> c.reason() == Reason.TIME_NOT_PROVEN);
  }

  /** In 2030, a year and more after the certificates of the signers ended. */
  private static TrustPolicy policy() {
    List<Bytes> lists = new ArrayList<>(LongLife.ofSigners(LongLife.Y2028).crls());
    lists.add(LongLife.crl(Sample.PKI.documentRoot(), LATER));
    lists.add(LongLife.crl(Sample.PKI.signerRoot(), LATER));
    lists.add(LongLife.crl(OTHERS.documentRoot(), LATER));
    return LongLife.policy(LATER, TrustPolicy.Mode.INTEROP)
        .withSigners(
            List.of(Sample.PKI.signerRoot().chain().get(0), OTHERS.documentRoot().chain().get(0)))
        .withIntermediates(List.of(Sample.PKI.signerCa().chain().get(0)))
        .withCrls(lists);
  }
}
