package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.time.TimestampMaker;

/** Structure views of what is genuine, damaged and hostile. */
class InspectTest {
  private static final Pattern ACTS = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n]]");
  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  private Run inspect(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "inspect";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Scene.run(TestPki.NOW, all);
  }

  @Test
  void anOfdShowsItsEntriesAndTheSealInside() {
    Run run = inspect(scene.file("a.ofd", Scene.OFD));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("ZIP (OFD)", "Doc_0/Document.xml", "PhysicalBox: 0 0 210 297")
        .contains("SES_Signature", "esId: 51000000000001", "name: 样例印章", "sm2sign-with-sm3")
        .containsPattern("signed: \\d{4}-\\d\\d-\\d\\dT")
        .doesNotContain("Optional[");
  }

  @Test
  void aPdfShowsRevisionsRangesAndTheContainer() {
    Run run = inspect(scene.file("a.pdf", Scene.pdf(Scene.DOCUMENT_SIGNER)));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("PDF", "version: %PDF-1.", "revision 2", "ByteRange @", "signedData")
        .contains("messageDigest", "ecdsa-with-SHA256");
  }

  @Test
  void certificatesListsSealsAndPemAreNamed() {
    Bytes der = Scene.SIGNER.chain().get(0).der();
    assertThat(inspect(scene.file("a.der", der)).out())
        .contains("subject: cn=cli-signer", "keyUsage", "sm2p256v1");
    assertThat(inspect(scene.file("a.crl", Scene.PKI.crl(Scene.PKI.signerRoot()))).out())
        .contains("ASN.1", "cRLNumber", "UTCTime");
    assertThat(inspect(scene.file("a.esl", Scene.SEAL)).out()).contains("SESeal", "PNG");
    String pem = scene.pem("a.pem", Scene.SIGNER.chain());
    assertThat(inspect(pem).out()).contains("CERTIFICATE", "subject: cn=cli-signer");
  }

  @Test
  void privateKeysAreNotShown() {
    String pem = "-----BEGIN PRIVATE KEY-----\nMAMCAQc=\n-----END PRIVATE KEY-----\n";
    Run run = inspect(scene.file("key.pem", Bytes.utf8(pem)));
    assertThat(run.out()).contains("PRIVATE KEY: not shown").doesNotContain("INTEGER");
  }

  @Test
  void aTokenShowsHeaderPayloadAndSignature() {
    String jwt = JwsSigner.with(Scene.SIGNER).jwt(Map.of("sub", "样例"));
    Run run = inspect(scene.file("a.jwt", Bytes.utf8(jwt)));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("alg: SM2-SM3", "sub: 样例", "signature: 64 octets");
    assertThat(inspect(scene.file("a.sd", Bytes.utf8(jwt + "~WyJzIiwibiIsMV0~"))).out())
        .contains("disclosure");
    assertThat(inspect(scene.file("a.json", Bytes.utf8("{\"payload\":\"x\"}"))).out())
        .contains("payload: x");
  }

  @Test
  void containersSayWhoSignedWhatAndWhen() {
    Bytes content = Bytes.utf8("样例");
    Bytes cms = CmsSigner.cadesAttached(content, Scene.SIGNER, TestSeals.SIGNED);
    assertThat(inspect(scene.file("a.p7m", cms)).out())
        .contains("SignedData", "content: attached, 6 octets", "subject: cn=cli-signer")
        .contains("signed signingTime (1.2.840.113549.1.9.5): 2026-11-01T01:00:00Z")
        .contains("algorithm: sm2sign-with-sm3");
    Bytes gb = Gbt35275Signer.detached(content, Scene.SIGNER, TestSeals.SIGNED);
    assertThat(inspect(scene.file("a.gb", gb)).out())
        .contains("SignedData", "content: detached", "content type: gmt-data");
    String armour = Base64.getMimeEncoder().encodeToString(cms.toArray());
    assertThat(inspect(scene.file("a.b64", Bytes.utf8(armour))).out())
        .contains("Base64", "SignedData");
    Bytes token =
        new TimestampMaker(
                Scene.PKI.timestamper("cli-inspect"), "1.2.156.10197.6.1.99", () -> BigInteger.ONE)
            .token(
                new TimestampMaker.Order(
                    ContentDigest.SM3, Digests.sm3(content), Optional.of(BigInteger.TWO)),
                TestPki.NOW);
    assertThat(inspect(scene.file("a.tst", token)).out())
        .contains("TSTInfo", "time: 20261101020000", "over: sm3", "nonce: 2", "serial: 1");
    Run list = inspect(scene.file("b.crl", Scene.PKI.crl(Scene.PKI.signerRoot())));
    assertThat(list.out()).contains("CRL", "issuer: cn=", "next update: 2026");
  }

  @Test
  void generalJwsShowsItsHeaders() {
    String jwt = JwsSigner.with(Scene.SIGNER).jwt(Map.of("sub", "样例"));
    String[] parts = jwt.split("\\.");
    String json =
        "{\"payload\":\"%s\",\"signatures\":[{\"protected\":\"%s\",\"signature\":\"%s\"}]}"
            .formatted(parts[1], parts[0], parts[2]);
    Run run = inspect(scene.file("a.json", Bytes.utf8(json)));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("alg: SM2-SM3", "sub: 样例");
  }

  @Test
  void everyPublishedVectorIsShownWithinItsLimits() {
    int seen = 0;
    for (VectorDocuments.Case each : VectorDocuments.all()) {
      DocumentSource document = each.subject().document();
      Optional<Node> view = BinaryView.view(document.readAll(1 << 20));
      seen += view.isPresent() ? 1 : 0;
      view.ifPresent(
          node -> {
            assertThat(node.count()).describedAs(each.name()).isLessThan(20_000);
            assertThat(node.text()).describedAs(each.name()).doesNotContainPattern(ACTS);
          });
    }
    // Only such as a truncated token are of no kind.
    assertThat(seen).isGreaterThan(1_100);
  }

  /** Whoever sees the parts of a signed office document is told that nobody here judges them. */
  @Test
  void aSignedOfficeDocumentIsNamed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("_xmlsignatures/sig1.xml"));
      zip.write(Bytes.utf8("<a/>").toArray());
    }
    Run run = inspect(scene.file("a.docx", Bytes.of(out.toByteArray())));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("OOXML").contains("not judged").doesNotContain("OFD");
    assertThat(inspect(scene.file("a.ofd", Scene.OFD)).out()).contains("ZIP (OFD)");
  }

  @Test
  void aBombIsNotInflatedToItsEnd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bomb"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        zip.write(zeros);
      }
    }
    Run run = inspect(scene.file("bomb.ofd", Bytes.of(out.toByteArray())));
    // A large package is not a damaged one.
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.err()).contains("bomb.ofd: shown in part");
    assertThat(run.out()).doesNotContain("damaged");
    assertThat(run.out()).contains("64 MiB").hasSizeLessThan(2_000);
  }

  @Test
  void whatIsTooLargeToBeReadIsSaidToBeCut() throws IOException {
    Path large = dir.resolve("large.der");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      // A SEQUENCE of one OCTET STRING, both to the end.
      file.write(Bytes.hex("308403ffffff048403fffff9").toArray());
      file.setLength((64L << 20) + 5);
    }
    Run run = inspect(large.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.out()).contains("not read: 5 octets behind the first 64 MiB");
    assertThat(run.err()).contains("large.der: shown in part");
    assertThat(inspect("--format", "json", large.toString()).out()).contains("\"not read\"");
  }

  @Test
  void jsonHoldsTheSameTree() {
    Run run = inspect("--format", "json", scene.file("a.esl", Scene.SEAL));
    assertThat(run.json()).containsOnlyKeys("file", "structure");
    assertThat(run.out()).contains("\"name\":\"SESeal\"").endsWith("}\n");
    Run both = inspect("--format", "json", dir.toString());
    assertThat(both.out()).startsWith("[{");
  }

  @Test
  void whatIsUnknownDamagedOrMissingHasItsStatus() {
    assertThat(inspect(scene.file("a.txt", Bytes.utf8("hello"))).status()).isEqualTo(3);
    assertThat(inspect(scene.file("empty", Bytes.empty())).status()).isEqualTo(3);
    Run cut = inspect(scene.file("cut.esl", Mutators.truncate(Scene.SEAL, 300)));
    assertThat(cut.status()).isEqualTo(1);
    assertThat(cut.out()).contains("damaged: ");
    assertThat(inspect(dir.resolve("none").toString()).status()).isEqualTo(66);
    assertThat(inspect("--format", "yaml", "x").status()).isEqualTo(64);
  }

  @Test
  void hostileInputEndsInALimitedTree() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      deep.append("3080");
    }
    Bytes nested = Bytes.hex(deep.toString());
    Bytes many = Bytes.hex("3084000fffff" + "0500".repeat(524_287) + "00");
    Bytes huge = Bytes.hex("3084ffffffff0500");
    String bomb =
        "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    for (Bytes input :
        List.of(nested, many, huge, Bytes.utf8(bomb), Bytes.utf8("<a>".repeat(9000)))) {
      Run run = inspect(scene.file("hostile", input));
      assertThat(run.status()).as(run.out()).isEqualTo(1);
      assertThat(run.out().length()).isLessThan(1_000_000);
      assertThat(run.out() + run.err()).doesNotContain("\tat ", "root:");
    }
  }

  @Test
  void strangersCharactersNeverAct() {
    Bytes smuggled =
        Mutators.add(Scene.OFD, "Doc_0/\u001b[2J\u202e.xml", Bytes.utf8("<x>\u202e</x>"));
    assertThat(inspect(scene.file("a.ofd", smuggled)).out()).doesNotContainPattern(ACTS);
  }

  @Test
  void randomlyDamagedFilesAreShownAsFarAsTheyGo() {
    Random random = new Random(20261101);
    for (Bytes genuine : List.of(Scene.OFD, Scene.SEAL, Scene.SIGNER.chain().get(0).der())) {
      for (int i = 0; i < 60; i++) {
        byte[] octets = genuine.toArray();
        for (int j = 0; j < 5; j++) {
          octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        }
        Run run = inspect(scene.file("damaged", Bytes.of(octets)));
        assertThat(run.status()).isIn(0, 1, 3);
        assertThat(run.err()).isEmpty();
      }
    }
  }
}
