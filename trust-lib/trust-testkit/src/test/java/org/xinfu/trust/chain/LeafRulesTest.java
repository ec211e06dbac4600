package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
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
      KeyPurposeId.id_kp_timeStamping,
      KeyPurposeId.id_kp_OCSPSigning,
      KeyPurposeId.id_kp_serverAuth,
      KeyPurposeId.id_kp_codeSigning
    };
    for (KeyPurposeId purpose : machines) {
      assertThat(purpose(leaf(false, purpose), role)).isEqualTo(Outcome.FAIL);
    }
    assertThat(purpose(leaf(true, machines), role)).isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest
  @EnumSource(names = "TIMESTAMPER", mode = EnumSource.Mode.EXCLUDE)
  void aPurposeOfPersonsBesideThemDoes(Role role) {
    assertThat(purpose(leaf(), role)).isEqualTo(Outcome.PASS);
    for (KeyPurposeId purpose :
        new KeyPurposeId[] {
          KeyPurposeId.id_kp_emailProtection,
          KeyPurposeId.id_kp_clientAuth,
          KeyPurposeId.anyExtendedKeyUsage
        }) {
      assertThat(purpose(leaf(true, purpose), role)).isEqualTo(Outcome.PASS);
      assertThat(purpose(leaf(false, KeyPurposeId.id_kp_serverAuth, purpose), role))
          .isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void aTimestamperIsOneCriticallyAndAlone() {
    KeyPurposeId stamping = KeyPurposeId.id_kp_timeStamping;
    Role role = Role.TIMESTAMPER;
    assertThat(purpose(leaf(true, stamping), role)).isEqualTo(Outcome.PASS);
    assertThat(purpose(leaf(false, stamping), role)).isEqualTo(Outcome.FAIL);
    assertThat(purpose(leaf(true, stamping, KeyPurposeId.id_kp_emailProtection), role))
        .isEqualTo(Outcome.FAIL);
    assertThat(purpose(leaf(true, stamping, stamping), role)).isEqualTo(Outcome.FAIL);
    assertThat(purpose(leaf(true, KeyPurposeId.anyExtendedKeyUsage), role)).isEqualTo(Outcome.FAIL);
    assertThat(purpose(leaf(), role)).isEqualTo(Outcome.FAIL);
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

  private static Report report(CertificateForge leaf, Role role) {
    Report.Builder checks = new Report.Builder();
    LeafRules.check(leaf.make(), role, checks);
    return checks.report();
  }
}
