package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.crypt.EnvelopeCipher;
import org.xinfu.trust.crypt.EnvelopeMaker;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;
import org.xinfu.trust.time.TimestampMaker;

/** Summaries of evidence, envelopes, trust lists and PDF revisions, and views in pages. */
class InspectListsTest {
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
  void anOcspResponseSaysWhoAnsweredWhatAboutWhom() {
    Certificate good = Scene.SIGNER.chain().get(0);
    Certificate bad = Scene.PKI.sealSigner("cli-revoked").chain().get(0);
    Signer ca = Scene.PKI.signerCa();
    Certificate issuer = ca.chain().get(0);
    RevokedEntry revoked =
        new RevokedEntry(
            bad.serial(),
            Instant.parse("2026-06-01T00:00:00Z"),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    Bytes response =
        OcspMaker.respond(
            ca,
            List.of(
                new OcspMaker.Status(good, issuer, Hash.SHA1, Optional.empty()),
                new OcspMaker.Status(bad, issuer, Hash.SM3, Optional.of(revoked))),
            new OcspMaker.Issue(
                TestPki.NOW,
                Optional.of(TestPki.NOW.plusSeconds(3600)),
                Optional.of(Bytes.hex("0102030405060708"))));
    Run run = inspect(scene.file("a.ocsp", response));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("OCSP response", "responder: cn=", "produced: " + TestPki.NOW)
        .contains("nonce: 04080102030405060708", "algorithm: sm2sign-with-sm3")
        .contains("certificate #" + good.serial().toString(16), "status: good", "digest: sha1")
        .contains("certificate #" + bad.serial().toString(16), "digest: sm3")
        .contains("status: revoked 2026-06-01T00:00:00Z, reason 1")
        .contains("next update: " + TestPki.NOW.plusSeconds(3600));
    Run refusal = inspect(scene.file("b.ocsp", Bytes.hex("30030a0106")));
    assertThat(refusal.out()).contains("OCSP response", "status: unauthorized");
  }

  @Test
  void aListSaysItsNumberItsScopeAndWhy() {
    Certificate bad = Scene.PKI.sealSigner("cli-listed").chain().get(0);
    RevokedEntry revoked =
        new RevokedEntry(
            bad.serial(),
            Instant.parse("2026-06-01T00:00:00Z"),
            RevocationCause.KEY_COMPROMISE,
            Optional.of(Instant.parse("2026-05-01T00:00:00Z")));
    Run run = inspect(scene.file("a.crl", Scene.PKI.crl(Scene.PKI.signerCa(), revoked)));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("cRLNumber (2.5.29.20): 1", "authorityKeyIdentifier (2.5.29.35): ")
        .contains("#" + bad.serial().toString(16) + ": 2026-06-01T00:00:00Z")
        .contains("reasonCode (2.5.29.21): 1")
        .contains("invalidityDate (2.5.29.24): 2026-05-01T00:00:00Z");
  }

  @Test
  void aCertificateSaysWhatItIsFor() {
    Run signer = inspect(scene.file("a.crt", Scene.SIGNER.chain().get(0).der()));
    assertThat(signer.out())
        .contains("keyUsage (2.5.29.15), critical: digitalSignature, nonRepudiation");
    Run ca = inspect(scene.file("ca.crt", Scene.PKI.signerCa().chain().get(0).der()));
    assertThat(ca.out()).contains("basicConstraints (2.5.29.19), critical: CA");
  }

  @Test
  void aMessageIsShownWithItsTokens() {
    Signer tsa = Scene.PKI.timestamper("cli-tsa");
    TimestampMaker maker = new TimestampMaker(tsa, "1.2.3", () -> BigInteger.TEN);
    Bytes content = Bytes.utf8("样例");
    Bytes stamped =
        CadesExtender.timestamp(
                CmsSigner.cadesAttached(content, Scene.DOCUMENT_SIGNER, TestPki.NOW),
                (digest, imprint) ->
                    new Verdict.Valid<>(
                        maker.token(
                            new TimestampMaker.Order(digest, imprint, Optional.empty()),
                            TestPki.NOW),
                        new Report.Builder().report()))
            .orThrow(reason -> new IllegalStateException(reason.code()));
    Run run = inspect(scene.file("a.p7s", stamped));
    assertThat(run.out())
        .contains("signed messageDigest", Hash.SHA256.of(content).toHex())
        .containsPattern("(?s)unsigned signatureTimeStampToken.*SignedData.*TSTInfo.*time: 2026");
  }

  @Test
  void envelopesSayForWhomTheyAre() {
    Certificate to = recipient();
    SecureRandom random = new SecureRandom();
    Bytes content = Bytes.utf8("样例");
    Bytes cms = EnvelopeMaker.cms(content, List.of(to), EnvelopeCipher.SM4_CBC, random);
    assertThat(inspect(scene.file("a.p7m", cms)).out())
        .contains("EnvelopedData", "encrypted: 16 octets", "#" + to.serial().toString(16))
        .contains("sm2encrypt");
    Bytes gcm = EnvelopeMaker.cms(content, List.of(to), EnvelopeCipher.SM4_GCM, random);
    assertThat(inspect(scene.file("b.p7m", gcm)).out()).contains("AuthEnvelopedData");
    Bytes gb = EnvelopeMaker.gbt35275(content, List.of(to), random);
    assertThat(inspect(scene.file("c.p7m", gb)).out())
        .contains("EnvelopedData", "content type: gmt-data");
    assertThat(inspect(scene.file("d.p7m", Samples.signedEnvelope())).out())
        .contains("SignedAndEnvelopedData", "content type: gmt-data", "sm2encrypt")
        .contains("signer: ", "#" + Scene.SIGNER.chain().get(0).serial().toString(16));
  }

  private static Certificate recipient() {
    TestPki.Spec spec =
        new TestPki.Spec(
            "CN=cli-envelope,O=样例,C=CN",
            Purpose.ENCRYPTION,
            TestPki.BEGIN,
            TestPki.END,
            SignatureAlgorithm.SM2_SM3);
    return Scene.PKI.issue(spec, Scene.PKI.signerCa()).chain().get(0);
  }

  @Test
  void aTrustListIsShownWithItsAnchors() {
    Signer root = Scene.PKI.signerRoot();
    TrustList list =
        new TrustList(
            "样例清单",
            7,
            TestPki.NOW,
            TestPki.NOW.plusSeconds(86_400),
            new RootKeys(List.of(root.publicKey()), 1),
            List.of(),
            List.of());
    Run run = inspect(scene.file("list.json", TrustListMaker.sign(list, List.of(root))));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("name: 样例清单", "version: 7", "nextUpdate: 2026-");
  }

  @Test
  void aPdfIsListedByItsCrossReferences() {
    Bytes once = Scene.pdf(Scene.SIGNER);
    Run run = inspect(scene.file("a.pdf", once));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("catalog", "Pages: object ", "pages: 1", "signature Seal1: object ")
        .contains("revision 1: ends at ", "revision 2: ends at " + trimmed(once))
        .containsPattern("cross-reference: (table|stream|hybrid)")
        .containsPattern("objects changed: \\d+");
    Run cut = inspect(scene.file("cut.pdf", Mutators.truncate(once, once.length() - 40)));
    assertThat(cut.status()).isEqualTo(1);
    assertThat(cut.out()).contains("damaged: malformed: ");
  }

  private static int trimmed(Bytes pdf) {
    String text = new String(pdf.toArray(), StandardCharsets.ISO_8859_1);
    return text.lastIndexOf("%%EOF") + 5;
  }

  @Test
  void aViewCanBeReadInPages() {
    String file = scene.file("a.ofd", Scene.OFD);
    String whole = inspect(file).out();
    assertThat(inspect("--most", "100000", file).out()).isEqualTo(whole);
    List<String> all = whole.lines().toList();
    Run first = inspect("--most", "20", file);
    assertThat(first.out().lines().limit(21)).isEqualTo(all.subList(0, 21));
    assertThat(first.out()).contains("not shown: " + (all.size() - 21) + " lines; --skip 20");
    String last = inspect("--skip", "" + (all.size() - 6), file).out();
    assertThat(last).endsWith(all.get(all.size() - 1) + "\n").doesNotContain("PhysicalBox");
    assertThat(inspect("--most", "0", file).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(inspect("--skip", "-1", file).status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void largeXmlIsShownAsFarAsItGoesAndSaysWhatToDo() {
    String references = "&amp;&#13;".repeat(60_000);
    Run escaped = inspect(scene.file("a.xml", Bytes.utf8("<a><b>" + references + "</b></a>")));
    assertThat(escaped.status()).as(escaped.out()).isZero();
    Run wide = inspect(scene.file("b.xml", Bytes.utf8("<a>" + "<b/>".repeat(9_000) + "</a>")));
    assertThat(wide.status()).isZero();
    assertThat(wide.out()).contains("not shown: more than 5000 elements", "xinfu verify reads it");
    Run deep = inspect(scene.file("c.xml", Bytes.utf8("<a>".repeat(90))));
    assertThat(deep.status()).isEqualTo(1);
    assertThat(deep.out()).contains("damaged: nested deeper than 64 elements");
  }
}
