package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
