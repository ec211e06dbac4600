package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;

/** An anchor or a list that gets lost unnoticed would change a verdict: damage is said. */
class PemFileTest {
  private static final TestPki PKI = TestPki.seeded("pem file");
  private static final Certificate ROOT = PKI.signerRoot().chain().get(0);
  private static final Certificate CA = PKI.signerCa().chain().get(0);
  private static final Bytes CRL = PKI.crl(PKI.signerCa());
  private static final String PEM = new PemFile(List.of(ROOT, CA), List.of(CRL)).write();

  @Test
  void whatIsWrittenReadsBackInOrder() {
    PemFile read = PemFile.read(PEM).orElseThrow();
    assertThat(read.certificates()).containsExactly(ROOT, CA);
    assertThat(read.crls()).containsExactly(CRL);
    assertThat(read.write()).isEqualTo(PEM);
  }

  @Test
  void linesAreSixtyFourLongAndEndWithLf() {
    assertThat(PEM).doesNotContain("\r").endsWith("-----END X509 CRL-----\n");
    List<String> body = PEM.lines().filter(l -> !l.startsWith("-----")).toList();
    assertThat(body).allMatch(l -> l.length() <= 64).anyMatch(l -> l.length() == 64);
  }

  @Test
  void textAroundAndOtherLineEndsAreFine() {
    String other = "subject=样例\n" + PEM.replace("\n", "\r\n") + "\nafterwards";
    assertThat(PemFile.read(other)).isEqualTo(PemFile.read(PEM));
    String oneLine = block("CERTIFICATE", Base64.getEncoder().encodeToString(CA.der().toArray()));
    assertThat(PemFile.read(oneLine).orElseThrow().certificates()).containsExactly(CA);
  }

  @Test
  void blocksOfOtherKindsAreNotLookedAt() {
    for (String kind :
        List.of("PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE REQUEST", "TRUSTED CERTIFICATE")) {
      PemFile read = PemFile.read(block(kind, "!!!!") + block(kind, "AAAA") + PEM).orElseThrow();
      assertThat(read.certificates()).containsExactly(ROOT, CA);
    }
  }

  @Test
  void textWithoutBlocksHoldsNothing() {
    assertThat(PemFile.read("")).contains(new PemFile(List.of(), List.of()));
    assertThat(PemFile.read("no block")).contains(new PemFile(List.of(), List.of()));
    assertThat(new PemFile(List.of(), List.of()).write()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "MII", "A===", "=", "MIIB*", "MIIB-", "样例", "Proc-Type: 4"})
  void aDamagedCertificateSpoilsTheFile(String body) {
    assertThat(PemFile.read(block("CERTIFICATE", body))).isEmpty();
    assertThat(PemFile.read(PEM + block("CERTIFICATE", body))).isEmpty();
    assertThat(PemFile.read(block("CERTIFICATE", body) + PEM)).isEmpty();
  }

  @Test
  void aBlockThatDoesNotEndSpoilsTheFile() {
    String begun = PEM + "-----BEGIN CERTIFICATE-----\nMIIB\n";
    assertThat(PemFile.read(begun)).isEmpty();
    assertThat(PemFile.read(PEM.substring(0, PEM.length() - 10))).isEmpty();
    String crossed = PEM.replaceFirst("END CERTIFICATE", "END X509 CRL");
    assertThat(PemFile.read(crossed)).isEmpty();
  }

  @Test
  void aListThatIsNoBase64SpoilsTheFileAndItsDerIsUnchecked() {
    assertThat(PemFile.read(PEM + block("X509 CRL", "A==="))).isEmpty();
    assertThat(PemFile.read(PEM + block("X509 CRL", "AA*A"))).isEmpty();
    assertThat(PemFile.read(block("X509 CRL", "AAAA")).orElseThrow().crls())
        .containsExactly(Bytes.hex("000000"));
  }

  private static String block(String kind, String body) {
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
