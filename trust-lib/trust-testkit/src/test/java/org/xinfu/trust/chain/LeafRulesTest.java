package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What a signer's certificate must and must not say about its use. */
class LeafRulesTest {
  private static final Signer KEY =
      SoftKeyVault.seeded("leaf rules").key(SignatureAlgorithm.SM2_SM3, "leaf");

  @ParameterizedTest
  @ValueSource(
      ints = {
        KeyUsage.digitalSignature,
        KeyUsage.nonRepudiation,
        KeyUsage.digitalSignature | KeyUsage.nonRepudiation,
        KeyUsage.digitalSignature | KeyUsage.cRLSign
      })
  void eitherSigningBitIsEnough(int bits) {
    assertThat(keyUsage(leaf().usage(bits)).outcome()).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        KeyUsage.keyEncipherment,
        KeyUsage.dataEncipherment | KeyUsage.keyAgreement,
        KeyUsage.keyCertSign | KeyUsage.cRLSign,
        KeyUsage.encipherOnly
      })
  void withoutASigningBitItMayNotSign(int bits) {
    Check check = keyUsage(leaf().usage(bits));
    assertThat(check.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(check.reason()).isEqualTo(Reason.KEY_USAGE_WRONG);
  }

  @ParameterizedTest
  @ValueSource(ints = {KeyUsage.keyEncipherment, KeyUsage.dataEncipherment, KeyUsage.keyAgreement})
  void aKeyThatAlsoEncryptsIsAWarning(int bits) {
    Check check = keyUsage(leaf().usage(bits | KeyUsage.digitalSignature));
    assertThat(check.outcome()).isEqualTo(Outcome.WARN);
    assertThat(check.clause()).isEqualTo("GM/T 0034");
  }

  @Test
  void silenceIsAWarning() {
    Check check = keyUsage(leaf());
    assertThat(check.outcome()).isEqualTo(Outcome.WARN);
    assertThat(check.reason()).isEqualTo(Reason.KEY_USAGE_WRONG);
    assertThat(check.clause()).isEqualTo("RFC 5280 4.2.1.3");
  }

  @ParameterizedTest
  @EnumSource(names = "TIMESTAMPER", mode = EnumSource.Mode.EXCLUDE)
  void purposesOfMachinesAloneDoNotSignDocuments(Role role) {
    KeyPurposeId[] machines = {
      KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_serverAuth
    };
    for (KeyPurposeId purpose : machines) {
      assertThat(purpose(leaf(false, purpose), role)).isEqualTo(Outcome.FAIL);
    }
    assertThat(purpose(leaf(true, machines), role)).isEqualTo(Outcome.FAIL);
  }

  /**
   * EN 319 102-1: a constraint on the path that is not met refutes no signature; seals' rules do.
   */
  @Test
  void aServersCertificateAloneLeavesASignatureByEtsisRulesOpen() {
    CertificateForge server = leaf(false, KeyPurposeId.id_kp_serverAuth);
    assertThat(byEtsi(server, TrustPolicy.Mode.INTEROP)).isEqualTo(Outcome.UNKNOWN);
    assertThat(byEtsi(server, TrustPolicy.Mode.STRICT)).isEqualTo(Outcome.FAIL);
    KeyPurposeId[] both = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_timeStamping};
    for (CertificateForge other :
        List.of(
            leaf(false, both),
            leaf(false, KeyPurposeId.id_kp_timeStamping),
            leaf(false, KeyPurposeId.id_kp_OCSPSigning))) {
      assertThat(byEtsi(other, TrustPolicy.Mode.INTEROP)).isEqualTo(Outcome.FAIL);
    }
  }

  private static Outcome byEtsi(CertificateForge leaf, TrustPolicy.Mode mode) {
    return report(leaf, Role.SIGNER, mode, Lenience.ETSI)
        .check("extended-key-usage")
        .orElseThrow()
        .outcome();
  }

  @ParameterizedTest
  @EnumSource(names = "TIMESTAMPER", mode = EnumSource.Mode.EXCLUDE)
  void aPurposeOfDocumentsAmongAnyDoes(Role role) {
    assertThat(purpose(leaf(), role)).isEqualTo(Outcome.PASS);
    for (KeyPurposeId purpose :
        new KeyPurposeId[] {
          KeyPurposeId.id_kp_emailProtection,
          KeyPurposeId.anyExtendedKeyUsage,
          id("1.3.6.1.5.5.7.3.36"),
          id("1.3.6.1.4.1.311.10.3.12"),
          id("1.2.840.113583.1.1.5")
        }) {
      assertThat(purpose(leaf(true, purpose), role)).isEqualTo(Outcome.PASS);
      assertThat(purpose(leaf(false, KeyPurposeId.id_kp_serverAuth, purpose), role))
          .isEqualTo(Outcome.PASS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.3.6.1.5.5.7.3.2, WARN, WARN", // clientAuth
    "1.3.6.1.5.5.7.3.3, WARN, FAIL", // codeSigning
    "1.2.3.4, WARN, FAIL"
  })
  void anotherPurposeIsAWarningUnderInterop(String oid, Outcome interop, Outcome strict) {
    assertThat(purpose(leaf(true, id(oid)), Role.SIGNER)).isEqualTo(interop);
    assertThat(strictPurpose(leaf(true, id(oid)), Role.SIGNER)).isEqualTo(strict);
    KeyPurposeId server = KeyPurposeId.id_kp_serverAuth;
    assertThat(purpose(leaf(true, server, id(oid)), Role.SIGNER)).isEqualTo(interop);
  }

  @Test
  void aTimestamperIsOneCriticallyAndAlone() {
    KeyPurposeId stamping = KeyPurposeId.id_kp_timeStamping;
    Role role = Role.TIMESTAMPER;
    assertThat(purpose(leaf(true, stamping), role)).isEqualTo(Outcome.PASS);
    assertThat(strictPurpose(leaf(true, stamping), role)).isEqualTo(Outcome.PASS);
    assertThat(purpose(leaf(true, KeyPurposeId.anyExtendedKeyUsage), role)).isEqualTo(Outcome.FAIL);
    assertThat(purpose(leaf(), role)).isEqualTo(Outcome.FAIL);
    List<CertificateForge> careless =
        List.of(
            leaf(false, stamping),
            leaf(true, stamping, KeyPurposeId.id_kp_emailProtection),
            leaf(true, stamping, stamping));
    for (CertificateForge each : careless) {
      assertThat(purpose(each, role)).isEqualTo(Outcome.WARN);
      assertThat(strictPurpose(each, role)).isEqualTo(Outcome.FAIL);
    }
  }

  @Test
  void theClauseIsThatOfTheRole() {
    assertThat(report(leaf(), Role.TIMESTAMPER).check("extended-key-usage").orElseThrow().clause())
        .isEqualTo("RFC 3161 2.3");
    assertThat(report(leaf(), Role.SIGNER).check("extended-key-usage").orElseThrow().clause())
        .isEqualTo("RFC 5280 4.2.1.12");
  }

  private static CertificateForge leaf() {
    return CertificateForge.root("CN=forged leaf", KEY);
  }

  private static CertificateForge leaf(boolean critical, KeyPurposeId... purposes) {
    KeyPurposeId[] all = Arrays.copyOf(purposes, purposes.length);
    return leaf().with(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(all));
  }

  private static Check keyUsage(CertificateForge leaf) {
    return report(leaf, Role.SIGNER).check("key-usage").orElseThrow();
  }

  private static Outcome purpose(CertificateForge leaf, Role role) {
    return report(leaf, role).check("extended-key-usage").orElseThrow().outcome();
  }

  private static Outcome strictPurpose(CertificateForge leaf, Role role) {
    Report report = report(leaf, role, TrustPolicy.Mode.STRICT);
    return report.check("extended-key-usage").orElseThrow().outcome();
  }

  private static KeyPurposeId id(String oid) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
  }

  private static Report report(CertificateForge leaf, Role role) {
    return report(leaf, role, TrustPolicy.Mode.INTEROP);
  }

  private static Report report(CertificateForge leaf, Role role, TrustPolicy.Mode mode) {
    return report(leaf, role, mode, Lenience.SEAL);
  }

  private static Report report(
      CertificateForge leaf, Role role, TrustPolicy.Mode mode, Lenience lenience) {
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), TestPki.NOW).withMode(mode);
    Report.Builder checks = new Report.Builder();
    ChainQuery query = new ChainQuery(policy, role, TestPki.NOW, TimeSource.CLAIMED, lenience);
    LeafRules.check(leaf.make(), query, checks);
    return checks.report();
  }
}
