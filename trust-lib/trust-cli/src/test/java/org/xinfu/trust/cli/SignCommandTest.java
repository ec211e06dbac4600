package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.time.TimestampMaker;

/** {@code xinfu sign} with the simulator behind its real PKCS#11 library. */
class SignCommandTest {
  private static final String PIN = "12345678";
  @TempDir static Path store;
  private static HsmSim device;
  private static Bytes seal;
  private static Bytes othersSeal;

  @TempDir Path home;
  private Scene scene;
  private String pinFile;

  @BeforeAll
  static void start() {
    device = HsmSim.start(store, TokenSpec.of("office", PIN));
    try (Pkcs11KeyVault vault = Pkcs11KeyVault.open(device.library(), "office", PIN::toCharArray)) {
      Signer sm2 = key(vault, SignatureAlgorithm.SM2_SM3, "01", "sm2");
      key(vault, SignatureAlgorithm.ECDSA_P256_SHA256, "02", "p256");
      vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("03"), "bare");
      vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("04"), "twice");
      vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("05"), "twice");
      seal = TestSeals.seal(Scene.MAKER, sm2);
      othersSeal = Scene.SEAL;
    }
  }

  private static Signer key(
      Pkcs11KeyVault vault, SignatureAlgorithm suite, String id, String label) {
    Signer made = vault.generate(suite, Bytes.hex(id), label);
    boolean sm2 = suite == SignatureAlgorithm.SM2_SM3;
    Signer issuer = sm2 ? Scene.PKI.signerCa() : Scene.PKI.documentRoot();
    Signer certified =
        Scene.PKI.certify(
            made,
            "CN=" + label + ",O=样例,C=CN",
            sm2 ? Purpose.SEAL_SIGNER : Purpose.DOCUMENT_SIGNER,
            issuer);
    vault.storeCertificate(new KeyRef("office", Bytes.hex(id), label), certified.chain().get(0));
    return certified;
  }

  @AfterAll
  static void stop() {
    device.close();
  }

  @BeforeEach
  void lay() throws IOException {
    scene = new Scene(home);
    pinFile = scene.file("pin", Bytes.utf8(PIN + "\n"));
    Files.setPosixFilePermissions(Path.of(pinFile), PosixFilePermissions.fromString("rw-------"));
  }

  private Scene.Run sign(String key, String... more) {
    List<String> all = new ArrayList<>(List.of("sign"));
    all.addAll(List.of("--module", device.library().toString(), "--token", "office"));
    all.addAll(List.of("--key", key, "--pin-file", pinFile));
    all.addAll(List.of(more));
    return Scene.run(TestPki.NOW, all.toArray(String[]::new));
  }

  private String out(String name) {
    return scene.path(name).toString();
  }

  private List<String> trusting(String... more) {
    List<String> all = new ArrayList<>(scene.trust());
    all.addAll(List.of(more));
    return all;
  }

  @ParameterizedTest
  @CsvSource({"sm2", "p256"})
  void aPdfIsSignedAndVerified(String key) {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    Scene.Run run = sign(key, trusting(pdf, out("out.pdf")).toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("out.pdf", "VALID").doesNotContain(PIN);
    Scene.Run verified = scene.verify(scene.trust(), "--format", "json", out("out.pdf"));
    assertThat(verified.status()).isZero();
    assertThat(verified.out()).contains("\"PADES\"", "\"B-B\"", "cn=" + key);
  }

  @ParameterizedTest
  @CsvSource({"pdf", "ofd"})
  void aSealIsShown(String kind) {
    Bytes plain = kind.equals("pdf") ? Scene.plainPdf() : Scene.plainOfd();
    String in = scene.file("in." + kind, plain);
    String esl = scene.file("seal.esl", seal);
    String made = out("sealed." + kind);
    Scene.Run run =
        sign(
            "sm2",
            trusting("--seal", esl, "--page", "1", "--x", "100", "--y", "120.5", in, made)
                .toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(scene.verify(scene.trust(), "--format", "json", made).status()).isZero();
    // A second one beside it.
    Scene.Run again =
        sign("sm2", trusting("--field", "Second", made, out("twice")).toArray(String[]::new));
    assertThat(again.err()).isEmpty();
    Scene.Run verified = scene.verify(scene.trust(), "--format", "json", out("twice"));
    assertThat(verified.status()).isZero();
    assertThat((List<?>) verified.json().get("signatures")).hasSize(2);
  }

  @Test
  void anOfdIsSealedWithTheListOfItsFiles() {
    String in = scene.file("in.ofd", Scene.plainOfd());
    String made = out("listed.ofd");
    List<String> listing = trusting("--seal", scene.file("s.esl", seal), in, made);
    listing.addAll(0, List.of("--protection", "entries"));
    assertThat(sign("sm2", listing.toArray(String[]::new)).status()).isZero();
    assertThat(scene.verify(scene.trust(), "--format", "json", made).out())
        .contains("\"verdict\":\"VALID\"", "\"OFDEntries.xml\"", "\"integrity-files\"");
    assertThat(sign("sm2", made, out("twice")).err()).contains("signature-list-changed");
    assertThat(sign("sm2", "--protection", "some", in, out("o1")).status()).isEqualTo(64);
    assertThat(sign("sm2", "--form", "cms", "--protection", "whole", in, out("o2")).status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "cms, sm2, false, CADES",
    "cms, sm2, true, CADES",
    "cms, p256, false, CADES",
    "gbt35275, sm2, false, GBT35275",
    "gbt35275, sm2, true, GBT35275"
  })
  void contentOfAnyKindIsSigned(String form, String key, boolean attached, String format) {
    String in = scene.file("data.bin", Bytes.utf8("样例数据"));
    List<String> options = trusting("--form", form, in, out("data.p7s"));
    if (attached) {
      options.add(0, "--attached");
    }
    Scene.Run run = sign(key, options.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    Scene.Run verified =
        attached
            ? scene.verify(scene.trust(), "--format", "json", out("data.p7s"))
            : scene.verify(scene.trust(), "--format", "json", "--content", in, out("data.p7s"));
    assertThat(verified.status()).isZero();
    assertThat(verified.out()).contains("\"format\":\"" + format + "\"");
  }

  @Test
  void xmlIsSignedInsideItself() {
    String xml = scene.file("in.xml", Samples.CONTENT);
    assertThat(sign("sm2", trusting(xml, out("out.xml")).toArray(String[]::new)).status()).isZero();
    assertThat(scene.verify(scene.trust(), "--format", "json", out("out.xml")).out())
        .contains("\"XADES\"", "\"VALID\"");
  }

  @ParameterizedTest
  @CsvSource({"in.pdf, pdf", "in.ofd, ofd", "in.txt, cms", "in.txt, gbt35275"})
  void aTimestampRaisesItToBT(String name, String form) throws IOException {
    Bytes plain = form.equals("pdf") ? Scene.plainPdf() : Scene.plainOfd();
    String in = scene.file(name, plain);
    String anchors = scene.pem("tsa.pem", Scene.PKI.documentRoot().chain());
    HttpServer authority = authority();
    try {
      String url = "http://127.0.0.1:" + authority.getAddress().getPort() + "/tsa";
      List<String> options = trusting("--tsa-trust", anchors, "--tsa", url, "--form", form);
      options.addAll(List.of(in, out("out")));
      Scene.Run run = sign("sm2", options.toArray(String[]::new));
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      List<String> trust = trusting("--tsa-trust", anchors, "--format", "json");
      if (form.equals("cms") || form.equals("gbt35275")) {
        trust.addAll(List.of("--content", in));
      }
      assertThat(scene.verify(trust, out("out")).out())
          .contains("\"timeSource\":\"TIMESTAMP\"", "\"VALID\"");
      // An authority that nobody trusts proves nothing: with anchors it has to be VALID.
      Scene.Run unknown =
          sign("sm2", trusting("--tsa", url, "--form", form, in, out("no")).toArray(String[]::new));
      assertThat(unknown.status()).isEqualTo(ExitStatus.INVALID);
    } finally {
      authority.stop(0);
    }
    Scene.Run away = sign("sm2", "--tsa", "http://127.0.0.1:9/", "--form", form, in, out("away"));
    assertThat(away.status()).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(Files.exists(scene.path("away"))).isFalse();
  }

  private static HttpServer authority() throws IOException {
    TimestampMaker maker =
        new TimestampMaker(
            Scene.PKI.timestamper("cli-tsa"), "1.2.156.10197.6.1.99", () -> BigInteger.TEN);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/tsa",
        exchange -> {
          Bytes query = Bytes.of(exchange.getRequestBody().readAllBytes());
          byte[] answer = maker.respond(query, TestPki.NOW).toArray();
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void withoutAnchorsNothingButTrustMayBeMissing() throws IOException {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    Scene.Run run = sign("sm2", pdf, out("out.pdf"));
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("INDETERMINATE (no-trust-anchor)");
    // With anchors that do not know the signer it gets no name.
    String makers = scene.pem("makers.pem", Scene.PKI.makerRoot().chain());
    Scene.Run refused = sign("sm2", "--maker-trust", makers, pdf, out("other.pdf"));
    assertThat(refused.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(refused.err()).contains("no-trust-anchor");
    onlyNamed("in.pdf", "makers.pem", "out.pdf", "pin");
  }

  @Test
  void whatCannotBeSignedIsNotAndLeavesNothing() throws IOException {
    String broken = scene.file("broken.pdf", Bytes.utf8("%PDF-1.7\nnothing"));
    String ofd = scene.file("in.ofd", Scene.plainOfd());
    String esl = scene.file("others.esl", othersSeal);
    String sealed =
        scene.file(
            "altered.ofd",
            Mutators.replace(
                Scene.OFD,
                "Doc_0/Pages/Page_0/Content.xml",
                b -> Mutators.flip(b, b.length() - 9, 1)));
    assertThat(sign("sm2", broken, out("o1")).status()).isEqualTo(ExitStatus.INVALID);
    Scene.Run foreign = sign("sm2", "--seal", esl, "--x", "10", "--y", "10", ofd, out("o2"));
    assertThat(foreign.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(foreign.err()).contains("the seal does not name this signer");
    Scene.Run off = sign("sm2", "--seal", scene.file("s.esl", seal), "--page", "9", ofd, out("o3"));
    assertThat(off.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(sign("sm2", sealed, out("o4")).status()).isEqualTo(ExitStatus.INVALID);
    assertThat(sign("p256", ofd, out("o5")).status()).isEqualTo(ExitStatus.INVALID);
    onlyNamed("altered.ofd", "broken.pdf", "in.ofd", "others.esl", "pin", "s.esl");
  }

  private void onlyNamed(String... names) throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      assertThat(all.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void aFileThatIsThereIsNeverReplaced() throws IOException {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    String there = scene.file("there", Bytes.utf8("precious"));
    assertThat(sign("sm2", pdf, there).status()).isEqualTo(ExitStatus.CANNOT_CREATE);
    assertThat(sign("sm2", pdf, pdf).status()).isEqualTo(ExitStatus.CANNOT_CREATE);
    assertThat(Files.readString(Path.of(there))).isEqualTo("precious");
    Path nowhere = Files.createSymbolicLink(scene.path("link"), scene.path("nowhere"));
    assertThat(sign("sm2", pdf, nowhere.toString()).status()).isEqualTo(ExitStatus.CANNOT_CREATE);
  }

  @Test
  void thePinIsReadWhereNobodyElseSeesIt() throws IOException {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    Files.setPosixFilePermissions(Path.of(pinFile), PosixFilePermissions.fromString("rw-r--r--"));
    Scene.Run open = sign("sm2", pdf, out("a.pdf"));
    assertThat(open.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(open.err()).contains("chmod 600");
    Files.setPosixFilePermissions(Path.of(pinFile), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(Path.of(pinFile), "87654321\n");
    Scene.Run wrong = sign("sm2", pdf, out("a.pdf"));
    assertThat(wrong.status()).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(wrong.err()).doesNotContain("87654321", "\tat ");
    Files.writeString(Path.of(pinFile), "\n");
    assertThat(sign("sm2", pdf, out("a.pdf")).status()).isEqualTo(ExitStatus.USAGE);
    // There is no option that would take it.
    assertThat(sign("sm2", "--pin", PIN, pdf, out("a.pdf")).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(Files.exists(scene.path("a.pdf"))).isFalse();
  }

  @Test
  void thePinMayComeThroughADescriptor() throws IOException {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    List<String> usual = new ArrayList<>(List.of("sign"));
    usual.addAll(List.of("--module", device.library().toString(), "--token", "office"));
    usual.addAll(List.of("--key", "sm2"));
    try (InputStream held = Files.newInputStream(Path.of(pinFile))) {
      assertThat(held.available()).isPositive();
      List<String> all = new ArrayList<>(usual);
      all.addAll(List.of("--pin-fd", descriptor(Path.of(pinFile)), pdf, out("a.pdf")));
      assertThat(Scene.run(TestPki.NOW, all.toArray(String[]::new)).status()).isZero();
      all.addAll(3, List.of("--pin-file", pinFile));
      all.set(all.size() - 1, out("b.pdf"));
      Scene.Run both = Scene.run(TestPki.NOW, all.toArray(String[]::new));
      assertThat(both.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(both.err()).contains("exclude each other");
    }
  }

  /** The number under which this process has the file open. */
  private static String descriptor(Path file) throws IOException {
    Path real = file.toRealPath();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : open.toList()) {
        if (target(each).equals(real)) {
          return each.getFileName().toString();
        }
      }
    }
    throw new AssertionError("not open: " + file);
  }

  /** Descriptors come and go while they are listed. */
  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException closed) {
      return descriptor;
    }
  }

  @Test
  void keysAreNamedWithoutDoubtAndHaveCertificates() {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    assertThat(sign("none", pdf, out("a.pdf")).err()).contains("0 keys named none");
    assertThat(sign("twice", pdf, out("a.pdf")).err()).contains("2 keys named twice");
    Scene.Run bare = sign("bare", pdf, out("a.pdf"));
    assertThat(bare.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(bare.err()).contains("no certificate");
    String others =
        scene.file("others.pem", Bytes.utf8(new PemFile(Scene.SIGNER.chain(), List.of()).write()));
    assertThat(sign("bare", "--certificate", others, pdf, out("a.pdf")).status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void wrongUsageIs64AndAMissingFile66() {
    String text = scene.file("a.txt", Bytes.utf8("text"));
    assertThat(sign("sm2", text, out("o")).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(sign("sm2", "--form", "doc", text, out("o")).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(sign("sm2", "--attached", "--form", "xml", text, out("o")).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(sign("sm2", "--seal", text, "--form", "ofd", text, out("o")).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(sign("sm2", out("none"), out("o")).status()).isEqualTo(ExitStatus.UNREADABLE);
    Scene.Run library =
        Scene.run(
            TestPki.NOW,
            "sign",
            "--module",
            text,
            "--token",
            "office",
            "--key",
            "sm2",
            "--pin-file",
            pinFile,
            "--form",
            "cms",
            text,
            out("o"));
    assertThat(library.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(library.err()).doesNotContain("\tat ");
  }
}
