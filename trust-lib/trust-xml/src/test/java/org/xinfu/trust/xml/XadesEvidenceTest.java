package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/**
 * What KeyInfo and the unsigned properties bring is proven to exist by the archive time-stamps over
 * it alone: until then a lost CA key could have made it (ETSI EN 319 102-1 §5.6.2.2).
 */
class XadesEvidenceTest {
  private static final TestPki PKI = TestPki.seeded("xades evidence");
  private static final Instant SIGNED = TestPki.NOW.minus(Duration.ofHours(1));
  private static final Instant STAMPED = SIGNED.plus(Duration.ofMinutes(5));
  private static final Instant LOST = STAMPED.plus(Duration.ofMinutes(5));
  private static final Signer AUTHORITY = PKI.timestamper("样例存证时间戳");
  private static final Signer SIGNER = PKI.sealSigner("样例存证");
  private static final Certificate CA = PKI.signerCa().chain().get(0);
  private static final Bytes SILENT = crl(PKI.signerCa(), STAMPED.plusSeconds(60));
  private static final Bytes LOSS =
      crl(
          PKI.signerRoot(),
          TestPki.NOW.minusSeconds(60),
          new RevokedEntry(CA.serial(), LOST, RevocationCause.KEY_COMPROMISE, Optional.empty()));
  private static final Evidence LIST = new Evidence(List.of(), List.of(SILENT), List.of());
  private static final Evidence BOTH = new Evidence(List.of(CA), List.of(SILENT), List.of());
  private static final Signer ALONE = SIGNER.withChain(SIGNER.chain().subList(0, 1));

  @Test
  void aListThatTheThiefOfACaMadeProvesNothing() {
    Bytes valued = valued(stamped(SIGNER), LIST);
    assertOpen(valued);
    assertThat(verify(valued, TrustPolicy.Mode.INTEROP).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** In the values, or in KeyInfo, which an archive time-stamp covers, too (§5.5.2.2). */
  @Test
  void whatWasStampedBeforeTheLossCounts() {
    for (Bytes kept :
        List.of(
            valued(stamped(SIGNER), LIST), valued(stamped(ALONE), BOTH), listed(stamped(SIGNER)))) {
      for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
        DocumentReport report = verify(archived(kept, LOST.minusSeconds(60)), mode);
        assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
        assertThat(report.signatures().get(0).level()).isEqualTo("B-LTA");
      }
    }
  }

  @Test
  void stampedAfterTheLossOrAddedBehindTheStampItDoesNot() {
    assertOpen(archived(valued(stamped(SIGNER), LIST), LOST.plusSeconds(60)));
    assertOpen(archived(listed(stamped(SIGNER)), LOST.plusSeconds(60)));
    assertOpen(valued(archived(stamped(SIGNER), LOST.minusSeconds(60)), LIST));
    assertOpen(valued(archived(stamped(ALONE), LOST.minusSeconds(60)), BOTH));
  }

  private static void assertOpen(Bytes xml) {
    DocumentReport strict = verify(xml, TrustPolicy.Mode.STRICT);
    assertThat(strict.conclusion()).as("%s", strict).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(strict.reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
  }

  /**
   * Trusts the roots and holds no list about the signers' CA but the one that tells of the loss.
   */
  private static DocumentReport verify(Bytes xml, TrustPolicy.Mode mode) {
    TrustPolicy policy =
        PKI.policy()
            .withMode(mode)
            .withSigners(List.of(PKI.signerRoot().chain().get(0)))
            .withCrls(List.of(LOSS, PKI.crl(PKI.documentRoot())));
    return new XmlVerifier().verify(DocumentSource.of(xml), policy);
  }

  private static Bytes crl(Signer issuer, Instant made, RevokedEntry... entries) {
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(made, made.plus(Duration.ofDays(30)), BigInteger.TWO));
  }

  private static Bytes stamped(Signer signer) {
    Bytes content = Bytes.utf8(XmlVectors.CONTENT);
    Bytes basic = XmlSignerTest.sign(XmlSignRequest.enveloped(content, SIGNED), signer);
    return ok(XadesExtender.timestamp(basic, id(basic), source(STAMPED)));
  }

  private static Bytes valued(Bytes xml, Evidence evidence) {
    return ok(XadesExtender.values(xml, id(xml), evidence));
  }

  /** The list in KeyInfo, which nothing signs. */
  private static Bytes listed(Bytes xml) {
    String list = "<ds:X509CRL>" + XmlSigner.base64(SILENT) + "</ds:X509CRL>";
    return Bytes.utf8(xml.toUtf8().replaceFirst("</ds:X509Data>", list + "</ds:X509Data>"));
  }

  private static Bytes archived(Bytes xml, Instant at) {
    return ok(XadesExtender.archive(xml, id(xml), Map.of(), source(at)));
  }

  private static TimestampSource source(Instant at) {
    TimestampMaker maker = new TimestampMaker(AUTHORITY, "1.2.3", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at),
            new Report.Builder().report());
  }

  private static String id(Bytes xml) {
    return xml.toUtf8().replaceFirst("(?s).*<ds:Signature [^>]*Id=\"([^\"]*)\".*", "$1");
  }

  private static Bytes ok(Verdict<Bytes> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r + " " + verdict.report()));
  }
}
