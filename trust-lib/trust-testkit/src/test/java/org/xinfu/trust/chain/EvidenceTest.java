package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What a document brings helps, but is believed no more than its own signature proves. */
class EvidenceTest {
  private static final Instant SIGNED = TestPki.NOW.minusSeconds(3600);
  private static final TestPki PKI = TestPki.seeded("evidence");
  private static final Certificate ROOT = PKI.signerRoot().chain().get(0);
  private static final Certificate CA = PKI.signerCa().chain().get(0);
  private static final Certificate LEAF = PKI.sealSigner("样例").chain().get(0);
  private static final List<Bytes> LISTS =
      List.of(PKI.crl(PKI.signerRoot()), PKI.crl(PKI.signerCa()));

  /** Trusts the root alone, strictly, and has neither intermediates nor lists. */
  private static final TrustPolicy BARE =
      TrustPolicy.interop(List.of(ROOT), List.of(), TestPki.NOW).withMode(TrustPolicy.Mode.STRICT);

  @Test
  void intermediatesMayComeFromTheDocumentOrFromThePolicy() {
    TrustPolicy lists = BARE.withCrls(LISTS);
    assertThat(validate(Evidence.none(), lists).reason()).contains(Reason.NO_TRUST_ANCHOR);
    assertThat(validate(Evidence.of(List.of(CA)), lists).conclusion()).isEqualTo(Conclusion.VALID);
    TrustPolicy knowing = lists.withIntermediates(List.of(CA));
    assertThat(validate(Evidence.none(), knowing).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(PolicyFingerprint.of(knowing)).isNotEqualTo(PolicyFingerprint.of(lists));
  }

  @Test
  void anIntermediateIsNoAnchor() {
    TrustPolicy nobody = BARE.withSigners(List.of()).withIntermediates(List.of(CA, ROOT));
    assertThat(validate(Evidence.of(List.of(CA, ROOT)), nobody).reason())
        .contains(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void listsMayComeFromTheDocument() {
    assertThat(validate(Evidence.of(List.of(CA)), BARE).reason())
        .contains(Reason.REVOCATION_UNKNOWN);
    Evidence full = new Evidence(List.of(CA), LISTS, List.of());
    assertThat(validate(full, BARE).conclusion()).isEqualTo(Conclusion.VALID);
    Evidence inTwoParts = Evidence.of(List.of(CA)).and(new Evidence(List.of(), LISTS, List.of()));
    assertThat(inTwoParts).isEqualTo(full);
  }

  @Test
  void listsByStrangersOfTheSameNameAreNotBelieved() {
    TestPki twin = TestPki.seeded("evidence twin");
    List<Bytes> forged = List.of(twin.crl(twin.signerRoot()), twin.crl(twin.signerCa()));
    Report report = validate(new Evidence(List.of(CA), forged, List.of()), BARE);
    assertThat(report.reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  @Test
  void aDocumentCannotHideARevocationThatThePolicyKnows() {
    Bytes naming = PKI.crl(PKI.signerCa(), revoked());
    Report report =
        validate(new Evidence(List.of(CA), LISTS, List.of()), BARE.withCrls(List.of(naming)));
    assertThat(report.reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void damagedEvidenceIsPassedOver() {
    List<Bytes> junk = List.of(Bytes.empty(), Bytes.hex("3003"), LISTS.get(1).slice(0, 40));
    Evidence evidence = new Evidence(List.of(CA, LEAF), junk, junk);
    assertThat(validate(evidence, BARE).reason()).contains(Reason.REVOCATION_UNKNOWN);
    Report report = validate(evidence, BARE.withMode(TrustPolicy.Mode.INTEROP));
    assertThat(report.check("certificate-revocation").map(Check::outcome)).contains(Outcome.WARN);
  }

  /**
   * A megabyte of answers and responders, each of which might have made each: nobody computes that
   * many signatures, and nobody believes what he did not compute.
   */
  @Test
  void aFloodOfAnswersEndsAtTheBudget() {
    Signer stranger = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "flood");
    List<Certificate> responders = new ArrayList<>(List.of(CA));
    List<Bytes> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      responders.add(
          new CertificateForge("CN=flood", stranger, stranger, CA.subject())
              .serial(i)
              .with(Extension.extendedKeyUsage, false, OCSP_SIGNING)
              .make());
      answers.add(answer(stranger.withChain(List.of(responders.get(1))), i));
    }
    Evidence flood = new Evidence(responders, List.of(), answers);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    Report report = validate(flood, BARE.withMode(TrustPolicy.Mode.INTEROP));
    // Of this thread's own time: others on the machine say nothing about the work that was done.
    assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    // What the policy itself brings is heard all the same, however much the document brings.
    Report known = validate(flood, BARE.withCrls(List.of(PKI.crl(PKI.signerCa(), revoked()))));
    assertThat(known.reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  /** As many genuine answers as a well-kept document has over the years are not too many. */
  @Test
  void manyGenuineAnswersAreNoFlood() {
    List<Bytes> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(answer(PKI.signerCa(), i));
    }
    Evidence evidence = new Evidence(List.of(CA), List.of(LISTS.get(0)), answers);
    assertThat(validate(evidence, BARE).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static final ExtendedKeyUsage OCSP_SIGNING =
      new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning);

  private static Bytes answer(Signer by, int secondsAgo) {
    OcspMaker.Status good = new OcspMaker.Status(LEAF, CA, Hash.SHA256, Optional.empty());
    Instant made = TestPki.NOW.minusSeconds(secondsAgo);
    OcspMaker.Issue issue =
        new OcspMaker.Issue(made, Optional.of(made.plusSeconds(86_400)), Optional.empty());
    return OcspMaker.respond(by, List.of(good), issue);
  }

  private static RevokedEntry revoked() {
    return new RevokedEntry(
        LEAF.serial(), SIGNED.minusSeconds(1), RevocationCause.SUPERSEDED, Optional.empty());
  }

  private static Report validate(Evidence evidence, TrustPolicy policy) {
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, SIGNED, TimeSource.TIMESTAMP, Lenience.ETSI);
    return ChainValidator.validate(LEAF, evidence, query).report();
  }
}
