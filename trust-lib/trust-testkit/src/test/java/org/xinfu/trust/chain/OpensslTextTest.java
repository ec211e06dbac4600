package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What we make, as OpenSSL reads it: every field and extension that a specification asked for. */
class OpensslTextTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("openssl text");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "root");
  private static final Signer OTHER = VAULT.key(SignatureAlgorithm.ECDSA_P256_SHA256, "leaf");
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant END = Instant.parse("2049-12-31T23:59:59Z");
  private static final Signer ROOT = root();
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "SUB_CA, 'CA:TRUE, pathlen:0', 'Certificate Sign, CRL Sign'",
    "ROOT_CA, 'CA:TRUE', 'Certificate Sign, CRL Sign'",
    "SEAL_MAKER, 'CA:FALSE', 'Digital Signature, Non Repudiation'",
    "SEAL_SIGNER, 'CA:FALSE', 'Digital Signature, Non Repudiation'",
    "DOCUMENT_SIGNER, 'CA:FALSE', 'Digital Signature, Non Repudiation'",
    "TIMESTAMPER, 'CA:FALSE', 'Digital Signature, Non Repudiation'"
  })
  void eachPurposeHasItsConstraintsAndUsage(Purpose purpose, String basic, String usage)
      throws Exception {
    String text = text(CertificateMaker.issue(spec(purpose, END), ROOT).der());
    assertThat(lineAfter(text, "X509v3 Basic Constraints: critical")).isEqualTo(basic);
    assertThat(lineAfter(text, "X509v3 Key Usage: critical")).isEqualTo(usage);
    if (purpose == Purpose.TIMESTAMPER) {
      assertThat(lineAfter(text, "X509v3 Extended Key Usage: critical")).isEqualTo("Time Stamping");
    } else {
      assertThat(text).doesNotContain("Extended Key Usage");
    }
  }

  @Test
  void aCertificateSaysWhatItsSpecificationSaid() throws Exception {
    Certificate made = CertificateMaker.issue(spec(Purpose.SEAL_SIGNER, END), ROOT);
    String text = text(made.der());
    assertThat(text)
        .contains("Version: 3 (0x2)")
        .contains("Serial Number: 74565 (0x12345)")
        .contains("Signature Algorithm: SM2-with-SM3")
        .contains("Issuer: C=CN, O=单位, CN=根")
        .contains("Subject: C=CN, O=单位, CN=seal")
        .contains("Not Before: Jan  2 03:04:05 2026 GMT")
        .contains("Not After : Dec 31 23:59:59 2049 GMT")
        .contains("Public-Key: (256 bit)")
        .contains("ASN1 OID: prime256v1")
        .contains("URI:http://localhost/ca.crl")
        .contains(TestAnchors.TEST_OID);
    String own = colons(KeyIdentifiers.of(OTHER.publicKey()));
    String issuers = colons(KeyIdentifiers.of(KEY.publicKey()));
    assertThat(lineAfter(text, "X509v3 Subject Key Identifier:")).isEqualTo(own);
    assertThat(lineAfter(text, "X509v3 Authority Key Identifier:")).isEqualTo(issuers);
    assertThat(own).isNotEqualTo(issuers);
  }

  @Test
  void whatTheSpecificationLeavesOutIsNotThere() throws Exception {
    CertificateSpec bare =
        new CertificateSpec(
            "CN=bare",
            OTHER.publicKey(),
            BigInteger.ONE,
            BEGIN,
            BEGIN,
            Purpose.DOCUMENT_SIGNER,
            Optional.empty(),
            false);
    Certificate made = CertificateMaker.issue(bare, ROOT);
    assertThat(text(made.der()))
        .doesNotContain("CRL Distribution")
        .doesNotContain(TestAnchors.TEST_OID);
    assertThat(TestAnchors.isTest(made)).isFalse();
    assertThat(made.notBefore()).isEqualTo(made.notAfter());
  }

  /** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on; GM/T 0015 names. */
  @Test
  void timesAndNamesHaveTheTypesOfTheStandards() throws Exception {
    Instant later = Instant.parse("2050-01-01T00:00:00Z");
    String asn1 = asn1(CertificateMaker.issue(spec(Purpose.SEAL_SIGNER, later), ROOT).der());
    assertThat(asn1)
        .containsPattern("UTCTIME +:260102030405Z")
        .containsPattern("GENERALIZEDTIME +:20500101000000Z")
        .containsPattern("PRINTABLESTRING +:CN")
        .containsPattern("UTF8STRING +:seal")
        .containsPattern("UTF8STRING +:单位")
        .doesNotContain("BMPSTRING")
        .doesNotContain("T61STRING");
    assertThat(asn1(CertificateMaker.issue(spec(Purpose.SEAL_SIGNER, END), ROOT).der()))
        .containsPattern("UTCTIME +:491231235959Z");
  }

  @Test
  void aRequestSaysSubjectKeyAndSuite() throws Exception {
    CertificateSigningRequest request = CertificateSigningRequest.make("CN=申请,O=单位,C=CN", KEY);
    String text = run(request.der(), "req", "-inform", "DER", "-text", "-noout");
    assertThat(text)
        .contains("Subject: C=CN, O=单位, CN=申请")
        .contains("Signature Algorithm: SM2-with-SM3")
        .contains("ASN1 OID: SM2");
    assertThat(request.key().encoded()).isEqualTo(KEY.publicKey().encoded());
    assertThat(request.subject()).containsIgnoringCase("CN=申请");
  }

  @Test
  void aListSaysNumberMomentsAndEveryEntry() throws Exception {
    RevokedEntry plain =
        new RevokedEntry(
            BigInteger.valueOf(0xabc), BEGIN, RevocationCause.UNSPECIFIED, Optional.empty());
    RevokedEntry full =
        new RevokedEntry(
            BigInteger.valueOf(0xdef),
            BEGIN,
            RevocationCause.KEY_COMPROMISE,
            Optional.of(BEGIN.minusSeconds(86_400)));
    CrlMaker.Issue issue = new CrlMaker.Issue(BEGIN, END, BigInteger.valueOf(4711));
    Bytes list = CrlMaker.issue(ROOT, List.of(plain, full), issue);
    String text = run(list, "crl", "-inform", "DER", "-text", "-noout");
    assertThat(text)
        .contains("Version 2 (0x1)")
        .contains("Last Update: Jan  2 03:04:05 2026 GMT")
        .contains("Next Update: Dec 31 23:59:59 2049 GMT")
        .contains("Serial Number: 0ABC")
        .contains("Serial Number: 0DEF")
        .contains("Invalidity Date")
        .contains("Jan  1 03:04:05 2026 GMT");
    assertThat(lineAfter(text, "X509v3 CRL Number:")).isEqualTo("4711");
    assertThat(lineAfter(text, "X509v3 CRL Reason Code:")).isEqualTo("Key Compromise");
    assertThat(lineAfter(text, "X509v3 Authority Key Identifier:"))
        .isEqualTo(colons(KeyIdentifiers.of(KEY.publicKey())));
    // RFC 5280 §5.3.1: unspecified is not written.
    assertThat(text.split("CRL Reason Code", -1)).hasSize(2);
  }

  @Test
  void anEmptyListHasNoEntries() throws Exception {
    Bytes list = CrlMaker.issue(ROOT, List.of(), new CrlMaker.Issue(BEGIN, END, BigInteger.ONE));
    assertThat(run(list, "crl", "-inform", "DER", "-text", "-noout"))
        .contains("No Revoked Certificates");
  }

  @Test
  void aRequestIsWholeAndItsOwn() {
    Bytes der = CertificateSigningRequest.make("CN=a", OTHER).der();
    assertThat(CertificateSigningRequest.parse(der)).isPresent();
    for (int i = 0; i < der.length(); i++) {
      byte[] altered = der.toArray();
      altered[i] ^= 1;
      assertThat(CertificateSigningRequest.parse(Bytes.of(altered))).describedAs("%d", i).isEmpty();
    }
    assertThat(CertificateSigningRequest.parse(der.concat(Bytes.hex("00")))).isEmpty();
    assertThat(CertificateSigningRequest.parse(der.slice(0, der.length() - 1))).isEmpty();
    assertThat(CertificateSigningRequest.parse(Bytes.empty())).isEmpty();
    assertThat(CertificateSigningRequest.parse(Bytes.hex("3000"))).isEmpty();
  }

  @Test
  void aRequestIsDer() {
    Bytes der = CertificateSigningRequest.make("CN=a", OTHER).der();
    assertThat(der.at(1)).isEqualTo(0x81);
    Bytes indefinite =
        Bytes.hex("3080").concat(der.slice(3, der.length())).concat(Bytes.hex("0000"));
    assertThat(CertificateSigningRequest.parse(indefinite)).isEmpty();
    Bytes padded = Bytes.hex("308200").concat(der.slice(2, der.length()));
    assertThat(CertificateSigningRequest.parse(padded)).isEmpty();
  }

  @Test
  void onlyTheKeysOwnerSignsItself() {
    CertificateSpec spec = spec(Purpose.ROOT_CA, END);
    assertThatThrownBy(() -> CertificateMaker.selfSigned(spec, KEY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CertificateMaker.selfSigned(spec, OTHER).selfIssued()).isTrue();
    assertThatThrownBy(() -> CertificateMaker.issue(spec, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own certificate");
  }

  @Test
  void aSignersFirstCertificateIsForItsKey() {
    List<Certificate> roots = ROOT.chain();
    assertThatThrownBy(() -> OTHER.withChain(roots)).isInstanceOf(IllegalArgumentException.class);
    assertThat(OTHER.withChain(List.of()).chain()).isEmpty();
    assertThat(ROOT.publicKey().encoded()).isEqualTo(KEY.publicKey().encoded());
    assertThat(ROOT.algorithm()).isEqualTo(SignatureAlgorithm.SM2_SM3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "730750818665451459101842416358141509827966271488", // 2^159
        "1461501637330902918203684832716283019655932542976" // 2^160
      })
  void aSerialIsPositiveAndFitsTwentyOctets(BigInteger serial) {
    assertThatThrownBy(() -> numbered(serial, END)).isInstanceOf(IllegalArgumentException.class);
    BigInteger largest = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
    Certificate made = CertificateMaker.issue(numbered(largest, END), ROOT);
    assertThat(made.serial()).isEqualTo(largest);
  }

  @Test
  void aPeriodDoesNotEndBeforeItBegins() {
    assertThatThrownBy(() -> numbered(BigInteger.ONE, BEGIN.minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(numbered(BigInteger.ONE, BEGIN).notAfter()).isEqualTo(BEGIN);
  }

  private static Signer root() {
    CertificateSpec spec =
        new CertificateSpec(
            "CN=根,O=单位,C=CN",
            KEY.publicKey(),
            BigInteger.TEN,
            BEGIN,
            END,
            Purpose.ROOT_CA,
            Optional.empty(),
            true);
    return KEY.withChain(List.of(CertificateMaker.selfSigned(spec, KEY)));
  }

  private static CertificateSpec spec(Purpose purpose, Instant end) {
    return new CertificateSpec(
        "CN=seal,O=单位,C=CN",
        OTHER.publicKey(),
        BigInteger.valueOf(0x12345),
        BEGIN,
        end,
        purpose,
        Optional.of("http://localhost/ca.crl"),
        true);
  }

  private static CertificateSpec numbered(BigInteger serial, Instant end) {
    return new CertificateSpec(
        "CN=a", OTHER.publicKey(), serial, BEGIN, end, Purpose.SEAL_SIGNER, Optional.empty(), true);
  }

  private static String colons(byte[] identifier) {
    return Bytes.of(identifier).toHex().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
  }

  private static String lineAfter(String text, String heading) {
    List<String> lines = text.lines().map(String::strip).toList();
    assertThat(lines).contains(heading);
    return lines.get(lines.indexOf(heading) + 1);
  }

  private String text(Bytes certificate) throws Exception {
    return run(certificate, "x509", "-inform", "DER", "-text", "-noout");
  }

  private String asn1(Bytes der) throws Exception {
    return run(der, "asn1parse", "-inform", "DER");
  }

  private String run(Bytes input, String... arguments) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("input"), input.toArray());
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-in", file.toString()));
    if (!arguments[0].equals("asn1parse")) {
      command.addAll(List.of("-nameopt", "utf8,sep_comma_plus_space"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).describedAs(output).isZero();
    return output;
  }
}
