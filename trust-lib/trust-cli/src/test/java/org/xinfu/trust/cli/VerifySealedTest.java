package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.key.Signer;

/** The command on documents that are really sealed, genuine and altered. */
class VerifySealedTest {
  private static final String SIGN = "Doc_0/Signs/Sign_0/";
  @TempDir Path dir;
  private Scene scene;
  private String ofd;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
    ofd = scene.file("licence.ofd", Scene.OFD);
  }

  @Test
  void aSealedOfdIsValidAndTheTextNamesSealSignerAndTime() {
    Run run = scene.verify(scene.trust(), "--lang", "en", ofd);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains(
            ofd,
            "Verdict: VALID\n",
            "the whole document",
            "51000000000001 样例印章",
            "cli-signer",
            "2026-11-01T01:00:00Z (as the signer claims)")
        .doesNotContain("Meaning", "fail");
    assertThat(scene.verify(scene.trust(), ofd).out()).contains("结论", "样例印章");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theJsonOfAValidFileHoldsTheContractsMembersInOrder() {
    Run run = scene.verify(scene.trust(), "--format", "json", ofd);
    assertThat(run.json().keySet())
        .containsExactly(
            "file",
            "sha256",
            "format",
            "verdict",
            "reason",
            "coverage",
            "uncovered",
            "signatures",
            "checks",
            "policy",
            "at",
            "engine");
    assertThat(run.out())
        .contains(
            "\"format\":\"OFD\",\"verdict\":\"VALID\",\"reason\":null,\"coverage\":\"WHOLE\"",
            "\"integrity\":\"INTACT\"",
            "\"timeSource\":\"CLAIMED\"",
            "\"esId\":\"51000000000001\"",
            "\"at\":\"2026-11-01T02:00:00Z\"")
        .endsWith("}\n");
  }

  @Test
  void nothingIsTrustedThatIsNotNamed() {
    List<String> trust = scene.trust();
    reason(2, "seal-maker-not-trusted", List.of(), ofd);
    reason(2, "no-trust-anchor", trust.subList(2, 4), ofd);
    reason(2, "seal-maker-not-trusted", trust.subList(0, 2), ofd);
    List<String> swapped = List.of("--trust", trust.get(3), "--maker-trust", trust.get(1));
    assertThat(scene.verify(swapped, ofd).status()).isEqualTo(2);
    List<String> asTimestamper =
        List.of("--tsa-trust", trust.get(1), "--maker-trust", trust.get(3));
    assertThat(scene.verify(asTimestamper, ofd).status()).isEqualTo(2);
  }

  @Test
  void everyAlterationIsInvalidWithItsOwnReason() {
    Bytes page = Mutators.replace(Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", this::altered);
    reason(1, "digest-mismatch", scene.trust(), scene.file("page.ofd", page));
    Bytes gone = Mutators.drop(Scene.OFD, "Doc_0/Pages/Page_0/Content.xml");
    reason(1, "referenced-file-missing", scene.trust(), scene.file("gone.ofd", gone));
    Bytes twice =
        Mutators.duplicate(Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", Bytes.utf8("<x/>"));
    reason(1, "package-ambiguous", scene.trust(), scene.file("twice.ofd", twice));
    for (String part : List.of("Seal.esl", "SignedValue.dat", "Signature.xml")) {
      Bytes flipped =
          Mutators.replace(Scene.OFD, SIGN + part, b -> Mutators.flip(b, b.length() - 2, 1));
      Run run = json(scene.trust(), scene.file(part + ".ofd", flipped));
      assertThat(run.status()).as(part).isEqualTo(1);
      assertThat(run.json().get("verdict")).isEqualTo("INVALID");
    }
    Bytes cut = Mutators.truncate(Scene.OFD, Scene.OFD.length() / 2);
    reason(1, "malformed", scene.trust(), scene.file("cut.ofd", cut));
  }

  @Test
  void aTamperedFileIsInvalidWhoeverIsTrusted() {
    Bytes page = Mutators.replace(Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", this::altered);
    String file = scene.file("page.ofd", page);
    reason(1, "digest-mismatch", List.of(), file);
    reason(1, "digest-mismatch", List.of("--policy", "strict"), file);
    reason(1, "digest-mismatch", List.of("--revocation", "none"), file);
  }

  @Test
  void anOfdWithoutASealHasNoSignature() {
    Run run = json(scene.trust(), scene.file("plain.ofd", Scene.plainOfd()));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.json().get("verdict")).isEqualTo("NO_SIGNATURE");
  }

  @Test
  void aSealOfItsOwnIsJudgedAndAnAlteredOneIsInvalid() {
    Run genuine = json(scene.trust(), scene.file("seal.esl", Scene.SEAL));
    assertThat(genuine.json().get("format")).isEqualTo("SESEAL");
    assertThat(genuine.status()).as(genuine.out()).isZero();
    Bytes flipped = Mutators.flip(Scene.SEAL, Scene.SEAL.length() - 1, 1);
    Run altered = json(scene.trust(), scene.file("seal2.esl", flipped));
    assertThat(altered.status()).as(altered.out()).isEqualTo(1);
    Run untrusted = json(List.of(), scene.file("seal.esl", Scene.SEAL));
    assertThat(untrusted.status()).as(untrusted.out()).isEqualTo(2);
  }

  @Test
  void aPdfIsJudgedAndAlteredOctetsAreSeen() {
    Bytes pdf = Scene.pdf(Scene.DOCUMENT_SIGNER);
    Run genuine = json(scene.trust(), scene.file("licence.pdf", pdf));
    assertThat(genuine.status()).as(genuine.out()).isZero();
    assertThat(genuine.json().get("format")).isEqualTo("PDF");
    Bytes altered = Mutators.flip(pdf, 12, 1);
    assertThat(json(scene.trust(), scene.file("altered.pdf", altered)).status()).isEqualTo(1);
    Run plain = json(scene.trust(), scene.file("plain.pdf", Scene.plainPdf()));
    assertThat(plain.status()).isEqualTo(3);
    Run page =
        scene.verify(scene.trust(), "--format", "html", "--lang", "en", dir + "/licence.pdf");
    assertThat(page.out()).contains("Common PDF readers cannot judge SM2 signatures");
    assertThat(scene.verify(scene.trust(), "--format", "html", "--lang", "en", ofd).out())
        .doesNotContain("Common PDF readers");
  }

  @Test
  void theMomentDecides() {
    List<String> trust = scene.trust();
    reason(1, "signed-in-future", with(trust, "--at", "2026-10-01T00:00:00Z"), ofd);
    assertThat(json(with(trust, "--at", "2026-11-01T09:30:00+08:00"), ofd).status()).isZero();
    Run late = json(with(trust, "--at", "2030-01-01T00:00:00Z"), ofd);
    assertThat(late.status()).as(late.out()).isZero();
    assertThat(late.out()).contains("time-not-proven");
    Run strict = json(with(trust, "--at", "2030-01-01T00:00:00Z", "--policy", "strict"), ofd);
    assertThat(strict.status()).as(strict.out()).isEqualTo(2);
  }

  @Test
  void missingRevocationEvidenceIsAWarningOrADoubt() {
    List<String> bare = scene.trustWithoutCrls();
    Run interop = json(bare, ofd);
    assertThat(interop.status()).as(interop.out()).isZero();
    assertThat(interop.out()).contains("\"outcome\":\"WARN\",\"reason\":\"revocation-unknown\"");
    reason(2, "revocation-unknown", with(bare, "--policy", "strict"), ofd);
    Run none = json(with(bare, "--revocation", "none"), ofd);
    assertThat(none.status()).isZero();
    assertThat(none.out()).contains("\"NOT_DONE\"").doesNotContain("revocation-unknown");
    Run strict = json(with(scene.trust(), "--policy", "strict"), ofd);
    assertThat(strict.status()).as(strict.out()).isZero();
    assertThat(strict.out()).contains("\"name\":\"strict\"").isNotEqualTo(interop.out());
  }

  @Test
  void aCrlBesideThePemCountsInEveryForm() {
    Bytes crl = revoking(Scene.SIGNER, Scene.PKI.signerCa());
    String pemCrl = new PemFile(List.of(), List.of(crl)).write();
    for (String form : List.of("der", "pem", "block", "directory")) {
      List<Certificate> anchors =
          List.of(Scene.PKI.signerRoot().chain().get(0), Scene.PKI.signerCa().chain().get(0));
      String pem =
          form.equals("block")
              ? scene.pem(form + "/s.pem", anchors, crl)
              : scene.pem(form + "/s.pem", anchors);
      switch (form) {
        case "der", "directory" -> scene.file(form + "/x.crl", crl);
        case "pem" -> scene.file(form + "/x.crl", Bytes.utf8(pemCrl));
        default -> {}
      }
      String named = form.equals("directory") ? dir.resolve(form).toString() : pem;
      List<String> trust = List.of("--trust", named, "--maker-trust", scene.trust().get(3));
      reason(1, "certificate-revoked", trust, ofd);
      assertThat(json(with(trust, "--revocation", "none"), ofd).status()).as(form).isZero();
    }
  }

  @Test
  void aCrlOfAnotherFolderDoesNotCount() {
    scene.file("elsewhere/x.crl", revoking(Scene.SIGNER, Scene.PKI.signerCa()));
    assertThat(json(scene.trust(), ofd).status()).isZero();
  }

  @Test
  void aCrlThatARelativePemLiesBesideIsFoundToo() {
    Path here = Path.of("").toAbsolutePath();
    List<String> trust = new ArrayList<>(scene.trust());
    trust.replaceAll(t -> t.startsWith("--") ? t : here.relativize(Path.of(t)).toString());
    Run run = json(with(trust, "--policy", "strict"), ofd);
    assertThat(run.status()).as(run.out()).isZero();
  }

  @Test
  void damagedAnchorsAndCrlsStopTheRunAndAreNamed() {
    List<String> trust = scene.trust();
    String block = new PemFile(List.of(), List.of(Scene.PKI.crl(Scene.PKI.signerCa()))).write();
    for (String damaged :
        List.of(
            "",
            "no PEM at all",
            block.replace("MI", "!I"),
            block.replace("MI", "\u00e9I"),
            block.replace("-----END X509 CRL-----", ""),
            block.replace("END X509", "END CERTIFICATE"))) {
      scene.file("trust/signers/bad.crl", Bytes.utf8(damaged));
      Run run = json(trust, ofd);
      assertThat(run.status()).as(damaged).isEqualTo(66);
      assertThat(run.err()).contains("bad.crl").doesNotContain("\tat ");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void anAnchorThatIsMissingIsNamedAndAnEmptyOneTrustsNothing() {
    Run missing = json(List.of("--trust", dir.resolve("absent.pem").toString()), ofd);
    assertThat(missing.status()).isEqualTo(66);
    assertThat(missing.err()).contains("absent.pem").doesNotContain("\tat ");
    List<String> empty = List.of("--trust", scene.file("none/empty.pem", Bytes.empty()));
    assertThat(json(empty, ofd).status()).isEqualTo(2);
  }

  @Test
  void theWorstFileDecides() {
    List<String> trust = scene.trust();
    String bad = scene.file("bad.ofd", Mutators.truncate(Scene.OFD, 600));
    String text = scene.file("a.txt", Bytes.utf8("text"));
    Signer stranger = org.xinfu.testkit.TestPki.seeded("stranger").sealSigner("x");
    String doubtful =
        scene.file(
            "doubtful.esl",
            TestSeals.seal(org.xinfu.testkit.TestPki.seeded("other").maker("m"), stranger));
    String missing = dir.resolve("missing").toString();
    assertThat(json(trust, ofd, ofd).status()).isZero();
    assertThat(json(trust, ofd, text).status()).isEqualTo(3);
    assertThat(json(trust, text, doubtful, ofd).status()).isEqualTo(2);
    assertThat(json(trust, doubtful, bad, text).status()).isEqualTo(1);
    assertThat(json(trust, bad, missing, ofd).status()).isEqualTo(66);
    assertThat(json(trust, missing, bad).status()).isEqualTo(66);
  }

  @Test
  void worseIsTheSameFromBothSides() {
    List<Integer> order = List.of(66, 1, 2, 3, 0);
    for (int a : order) {
      for (int b : order) {
        int worst = order.get(Math.min(order.indexOf(a), order.indexOf(b)));
        assertThat(ExitStatus.worse(a, b)).isEqualTo(worst);
      }
    }
  }

  @Test
  void everyFormIsTheSameEachTime() throws Exception {
    for (String format : List.of("text", "json", "html")) {
      List<String> options = with(scene.trust(), "--format", format);
      Run first = scene.verify(options, ofd);
      // Not stderr: a slow machine says there that it is still reading.
      Run again = scene.verify(options, ofd);
      assertThat(again.out()).isEqualTo(first.out());
      assertThat(again.status()).isEqualTo(first.status());
      Path report = dir.resolve("report." + format);
      Run written = scene.verify(with(options, "--out", report.toString()), ofd);
      assertThat(written.out()).isEmpty();
      assertThat(written.status()).isEqualTo(first.status());
      assertThat(Files.readString(report, StandardCharsets.UTF_8)).isEqualTo(first.out());
    }
  }

  @Test
  void theOrderOfAnchorsDoesNotChangeTheReport() {
    List<String> trust = scene.trust();
    List<String> turned = List.of("--maker-trust", trust.get(3), "--trust", trust.get(1));
    assertThat(json(turned, ofd).out()).isEqualTo(json(trust, ofd).out());
  }

  @Test
  void aReportThatCannotBeWrittenIs66() {
    Run run = scene.verify(scene.trust(), "--out", dir + "/no/such/folder/r.txt", ofd);
    assertThat(run.status()).isEqualTo(66);
    assertThat(run.err()).contains("no/such/folder").doesNotContain("\tat ");
  }

  private static Bytes revoking(Signer revoked, Signer issuer) {
    Instant before = TestSeals.SIGNED.minus(Duration.ofDays(1));
    BigInteger serial = revoked.chain().get(0).serial();
    return Scene.PKI.crl(
        issuer, new RevokedEntry(serial, before, RevocationCause.KEY_COMPROMISE, Optional.empty()));
  }

  private void reason(int status, String code, List<String> options, String file) {
    Run run = json(options, file);
    assertThat(run.json().get("reason")).as(run.out()).isEqualTo(code);
    assertThat(run.status()).isEqualTo(status);
  }

  private Run json(List<String> options, String... files) {
    return scene.verify(with(options, "--format", "json"), files);
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  private Bytes altered(Bytes content) {
    return Bytes.utf8(content.toUtf8().replace("L 9 9", "L 8 9"));
  }
}
