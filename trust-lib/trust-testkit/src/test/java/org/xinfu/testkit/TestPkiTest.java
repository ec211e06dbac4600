package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateSigningRequest;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.TestAnchors;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

class TestPkiTest {
  private final TestPki pki = TestPki.create();

  @Test
  void chainsLeadToTheirRootsAndAreMarkedAsTests() {
    Signer signer = pki.sealSigner("样例章");
    assertThat(signer.chain()).hasSize(3).allMatch(TestAnchors::isTest);
    assertThat(signer.chain().get(0).subject()).isEqualTo("cn=样例章,o=样例单位,c=CN");
    assertThat(signer.chain().get(2)).isEqualTo(pki.signerRoot().chain().get(0));
    assertThat(pki.maker("m").chain()).hasSize(2);
  }

  @Test
  void twoInstancesHaveTheSameOctets() {
    Certificate one = TestPki.create().sealSigner("a").chain().get(0);
    assertThat(TestPki.create().sealSigner("a").chain().get(0)).isEqualTo(one);
  }

  @Test
  void pemIsReadBackAsWritten() {
    PemFile file = new PemFile(pki.sealSigner("a").chain(), List.of(pki.crl(pki.signerCa())));
    assertThat(PemFile.read(file.write())).contains(file);
    assertThat(PemFile.read(file.write().replace("MII", "!!!!"))).isNotEqualTo(file);
  }

  @Test
  void aRequestProvesItsKeyAndAnAlteredOneDoesNot() {
    CertificateSigningRequest made =
        CertificateSigningRequest.make(
            "CN=样例,C=CN", pki.vault().key(SignatureAlgorithm.SM2_SM3, "csr"));
    assertThat(CertificateSigningRequest.parse(made.der()).orElseThrow().subject())
        .isEqualTo(made.subject());
    byte[] altered = made.der().toArray();
    altered[altered.length - 1] ^= 1;
    assertThat(CertificateSigningRequest.parse(Bytes.of(altered))).isEmpty();
  }
}
