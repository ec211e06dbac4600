package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.EvidenceServer;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.p11.Pkcs11KeyVault;

/**
 * Levels above B-T in one go, evidence fetched, and signing in three acts, with the simulator: what
 * was kept is judged by the anchors alone.
 */
class SignLongTermTest {
  @TempDir static Path store;
  private static SigningDevice device;
  private static EvidenceServer server;

  @TempDir Path home;
  private Scene scene;
  private String pinFile;
  private List<String> anchors;

  @BeforeAll
  static void start() throws IOException {
    server = new EvidenceServer();
    device = new SigningDevice(store, Optional.of(server.url("/ca.crl")));
  }

  @AfterAll
  static void stop() {
    device.close();
    server.close();
  }

  @BeforeEach
  void lay() throws IOException {
    scene = new Scene(home);
    pinFile = scene.file("pin", Bytes.utf8(SigningDevice.PIN + "\n"));
    Files.setPosixFilePermissions(Path.of(pinFile), PosixFilePermissions.fromString("rw-------"));
    server.put("/ca.crl", Scene.PKI.crl(Scene.PKI.signerCa()));
    // Anchors without any CRL: what is not kept in the document is not there.
    String signers = scene.pem("roots/signers.pem", Scene.PKI.signerRoot().chain());
    String makers = scene.pem("roots/makers.pem", Scene.PKI.makerRoot().chain());
    String stamps = scene.pem("roots/tsa.pem", Scene.PKI.documentRoot().chain());
    anchors = List.of("--trust", signers, "--maker-trust", makers, "--tsa-trust", stamps);
  }

  private String out(String name) {
    return scene.path(name).toString();
  }

  private Scene.Run run(Instant at, String command, List<String> options, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    all.addAll(List.of(more));
    return Scene.run(at, all.toArray(String[]::new));
  }

  private List<String> keyed() {
    List<String> all = new ArrayList<>(anchors);
    all.addAll(List.of("--module", device.library(), "--token", "office", "--key", "sm2"));
    all.addAll(List.of("--pin-file", pinFile, "--tsa", device.tsa()));
    return all;
  }

  /** Every list that the certificates of signers, makers and authority want. */
  private List<String> lists() {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--crl", scene.file("l/ca.crl", Scene.PKI.crl(Scene.PKI.signerCa()))));
    all.addAll(others());
    return all;
  }

  /** The same without the one that the signer's certificate points to. */
  private List<String> others() {
    String ca = scene.pem("l/ca.pem", List.of(Scene.PKI.signerCa().chain().get(0)));
    return List.of(
        "--intermediates",
        ca,
        "--crl",
        scene.file("l/root.crl", Scene.PKI.crl(Scene.PKI.signerRoot())),
        "--crl",
        scene.file("l/makers.crl", Scene.PKI.crl(Scene.PKI.makerRoot())),
        "--crl",
        scene.file("l/tsa.crl", Scene.PKI.crl(Scene.PKI.documentRoot())));
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private Scene.Run judged(Instant at, String... more) {
    List<String> options = joined(anchors, List.of("--format", "json", "--policy", "strict"));
    return run(at, "verify", options, more);
  }

  private String in(String form) {
    Bytes content =
        switch (form) {
          case "pdf" -> Scene.plainPdf();
          case "xml" -> Samples.CONTENT;
          default -> Scene.plainOfd();
        };
    return scene.file("in." + form, content);
  }

  private static List<String> apart(String form, String in) {
    return form.equals("cms") || form.equals("gbt35275") ? List.of("--content", in) : List.of();
  }

  @ParameterizedTest
  @CsvSource({
    "pdf, B-LT",
    "pdf, B-LTA",
    "xml, B-LT",
    "xml, B-LTA",
    "cms, B-LT",
    "cms, B-LTA",
    "gbt35275, B-LT",
    "gbt35275, B-LTA",
    "ofd, B-LTA"
  })
  void everyFormIsRaisedAtOnceAndStandsAlone(String form, String level) {
    String in = in(form);
    String made = out("kept." + form);
    Scene.Run run =
        run(
            TestPki.NOW,
            "sign",
            joined(keyed(), lists()),
            "--form",
            form,
            "--level",
            level,
            in,
            made);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    Scene.Run verified =
        judged(TestPki.NOW, joined(apart(form, in), List.of(made)).toArray(String[]::new));
    assertThat(verified.status()).as(verified.out()).isZero();
    if (!form.equals("ofd") && !form.equals("gbt35275")) {
      assertThat(verified.out()).contains("\"level\":\"" + level + "\"");
    }
  }

  @Test
  void aSealedOfdIsRaisedAtOnceAndStandsAlone() {
    String esl = scene.file("seal.esl", device.seal());
    String made = out("kept.ofd");
    Scene.Run run =
        run(
            TestPki.NOW,
            "sign",
            joined(keyed(), lists()),
            "--seal",
            esl,
            "--level",
            "B-LTA",
            in("ofd"),
            made);
    assertThat(run.err()).isEmpty();
    assertThat(judged(TestPki.NOW, made).status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xml", "cms", "gbt35275", "ofd"})
  void withoutItsEvidenceNothingIsKept(String form) {
    String level = form.equals("ofd") ? "B-LTA" : "B-LT";
    Scene.Run run =
        run(
            TestPki.NOW,
            "sign",
            joined(keyed(), others()),
            "--form",
            form,
            "--level",
            level,
            in(form),
            out("none"));
    assertThat(run.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.err()).contains("revocation-unknown");
    assertThat(scene.path("none")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdf", "xml", "cms", "gbt35275", "ofd"})
  void whatIsMissingIsFetchedWhenSigned(String form) {
    String in = in(form);
    String made = out("fetched." + form);
    List<String> online = List.of("--online", "--inside-host", server.host(), "--form", form);
    List<String> options = joined(joined(keyed(), others()), online);
    Scene.Run run = run(TestPki.NOW, "sign", options, "--level", "B-LTA", in, made);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(server.requests()).contains("GET /ca.crl");
    Scene.Run verified =
        judged(TestPki.NOW, joined(apart(form, in), List.of(made)).toArray(String[]::new));
    assertThat(verified.status()).as(verified.out()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdf", "xml", "cms", "gbt35275", "ofd"})
  void whatIsMissingIsFetchedWhenRenewedAndAgain(String form) {
    String in = in(form);
    String signed = out("signed." + form);
    List<String> plain = joined(keyed(), others());
    Scene.Run first = run(TestPki.NOW, "sign", plain, "--form", form, in, signed);
    assertThat(first.err()).isEmpty();
    List<String> online = List.of("--online", "--inside-host", server.host());
    List<String> options = joined(joined(anchors, others()), online);
    options = joined(joined(options, List.of("--tsa", device.tsa())), apart(form, in));
    Instant later = TestPki.NOW.plus(Duration.ofMinutes(1));
    for (String name : List.of("once", "twice")) {
      Scene.Run run = run(later, "renew", options, signed, out(name));
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      Scene.Run verified =
          judged(later, joined(apart(form, in), List.of(out(name))).toArray(String[]::new));
      assertThat(verified.status()).as(verified.out()).isZero();
      signed = out(name);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPdfIsSignedInThreeActs(boolean stamped) {
    String certificates = scene.pem("signer.pem", device.chain());
    String esl = scene.file("seal.esl", device.seal());
    List<String> prepare =
        new ArrayList<>(List.of("--certificate", certificates, "--to-sign", out("attributes")));
    prepare.addAll(List.of("--seal", esl, "--x", "90", "--y", "60"));
    if (stamped) {
      prepare.add("--stamped");
    }
    Scene.Run first = run(TestPki.NOW, "prepare", prepare, in("pdf"), out("prepared.pdf"));
    assertThat(first.err()).isEmpty();
    assertThat(first.out()).contains("SM2_SM3", "SM3 ");
    // An empty signature is none.
    assertThat(judged(TestPki.NOW, out("prepared.pdf")).status()).isEqualTo(ExitStatus.INVALID);
    String value = scene.file("value", value(out("attributes")));
    List<String> embed = new ArrayList<>(anchors);
    embed.addAll(List.of("--certificate", certificates, "--value", value));
    if (stamped) {
      embed.addAll(List.of("--tsa", device.tsa()));
    }
    Scene.Run last = run(TestPki.NOW, "embed", embed, out("prepared.pdf"), out("signed.pdf"));
    assertThat(last.err()).isEmpty();
    assertThat(last.status()).isZero();
    Scene.Run verified =
        run(TestPki.NOW, "verify", joined(anchors, List.of("--format", "json")), out("signed.pdf"));
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("\"level\":\"" + (stamped ? "B-T" : "B-B") + "\"");
    // Twice is once too often, and another document's value is not for this one.
    assertThat(run(TestPki.NOW, "embed", embed, out("signed.pdf"), out("no")).status())
        .isEqualTo(ExitStatus.INVALID);
  }

  @Test
  void aSignatureOverSomethingElseIsNotEmbedded() {
    String certificates = scene.pem("signer.pem", device.chain());
    List<String> options = List.of("--certificate", certificates, "--to-sign", out("a"));
    assertThat(run(TestPki.NOW, "prepare", options, in("pdf"), out("p.pdf")).status()).isZero();
    Bytes other = value(scene.file("other", Bytes.utf8("another document")));
    String wrong = scene.file("wrong", other);
    List<String> embed = joined(anchors, List.of("--certificate", certificates, "--value", wrong));
    Scene.Run run = run(TestPki.NOW, "embed", embed, out("p.pdf"), out("no"));
    assertThat(run.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.err()).contains("signature-value-wrong");
    List<String> cms = joined(anchors, List.of("--cms", wrong));
    assertThat(run(TestPki.NOW, "embed", cms, out("p.pdf"), out("no")).status())
        .isEqualTo(ExitStatus.INVALID);
    assertThat(run(TestPki.NOW, "embed", anchors, out("p.pdf"), out("no")).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(scene.path("no")).doesNotExist();
    assertThat(run(TestPki.NOW, "prepare", options, in("pdf"), out("q.pdf")).status())
        .isEqualTo(ExitStatus.CANNOT_CREATE);
  }

  /** What a device gives that knows nothing of documents: r and s side by side. */
  private static Bytes value(String file) {
    try (Pkcs11KeyVault vault = device.vault()) {
      Bytes der =
          vault
              .signer(new KeyRef("office", Bytes.hex("01"), "sm2"))
              .orElseThrow()
              .sign(DocumentSource.of(Path.of(file)).readAll(1 << 20));
      return EcSignature.parseDer(der).orElseThrow().raw(32);
    }
  }
}
