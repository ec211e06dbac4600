package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.json.Json;

/**
 * A program outside the house verifies with the built jars of trust-core and one format module, in
 * five lines, and gets nothing along that it did not ask for.
 */
class ConsumerTest {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));
  private static final Path JARS = ROOT.resolve("trust-lib/trust-cli/target/lib");
  private static final List<String> CORE =
      List.of("trust-core-", "bcprov-", "bcpkix-", "bcutil-", "commons-codec-", "jspecify-");

  @TempDir Path dir;

  @BeforeEach
  void compile() throws Exception {
    Path source = ROOT.resolve("trust-lib/trust-testkit/src/consumer/java/VerifyAnyFile.java");
    Run run = run("javac", "-d", dir.toString(), "-cp", path(CORE), source.toString());
    assertThat(run.status).as(run.text).isZero();
  }

  @Test
  void aTokenIsVerifiedWithTheJoseModule() throws Exception {
    List<String> jars = with("trust-jose-", "nimbus-jose-jwt-");
    Map<String, ?> vectors = vectors("jose/jws.json");
    assertThat(verify(jars, vectors, "jws", "VALID").text).startsWith("VALID JWS Optional.empty");
    assertThat(verify(jars, vectors, "jws", "INVALID").text).startsWith("INVALID JWS");
  }

  @Test
  void aSealIsVerifiedWithTheCoreAlone() throws Exception {
    Map<String, ?> vectors = vectors("seal/seal.json");
    assertThat(verify(CORE, vectors, "seal", "VALID").text).startsWith("VALID SESEAL");
    Path seal = dir.resolve("file");
    byte[] altered = Files.readAllBytes(seal);
    altered[altered.length - 1] ^= 1;
    Files.write(seal, altered);
    assertThat(judge(CORE, "2026-11-01T02:00:00Z").text).startsWith("INVALID SESEAL");
  }

  @Test
  void aDocumentIsVerifiedWithTheModuleOfItsFormat() throws Exception {
    Map<String, List<String>> modules =
        Map.of(
            "pdf/signature.json", with("trust-pdf-", "pdfbox-", "fontbox-", "commons-logging-"),
            "xml/signature.json", with("trust-xml-", "xmlsec-", "slf4j-api-"),
            "ofd/ofd.json", with("trust-ofd-"),
            "cms/genuine.json", CORE);
    for (Map.Entry<String, List<String>> each : modules.entrySet()) {
      String input = each.getValue() == CORE ? "file" : "document";
      Map<String, ?> vectors = vectors(each.getKey());
      assertThat(verify(each.getValue(), vectors, input, "VALID").text).startsWith("VALID ");
    }
    // Without the module of its format a document is not judged.
    assertThat(verify(CORE, vectors("ofd/ofd.json"), "document", "VALID").text)
        .startsWith("INDETERMINATE OFD Optional[FORMAT_MODULE_MISSING]");
  }

  /** The first vector with this verdict under interop, through the compiled program. */
  private Run verify(List<String> jars, Map<String, ?> vectors, String input, String verdict)
      throws Exception {
    Map<?, ?> test =
        ((List<?>) Objects.requireNonNull(vectors.get("tests")))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> !"strict".equals(each.get("policy")))
                .filter(each -> verdict.equals(member(each, "expected").get("verdict")))
                .findFirst()
                .orElseThrow();
    String value = String.valueOf(member(test, "input").get(input));
    Path file = dir.resolve("file");
    Files.write(
        file,
        input.equals("jws") ? Bytes.utf8(value).toArray() : Base64.getDecoder().decode(value));
    Map<?, ?> trust = member(vectors, "trust");
    List<Certificate> anchors = new ArrayList<>();
    for (String list : List.of("signers", "makers")) {
      for (Object der : (List<?>) Objects.requireNonNull(trust.get(list))) {
        byte[] octets = Base64.getDecoder().decode(String.valueOf(der));
        anchors.add(Certificate.parse(Bytes.of(octets)).orElseThrow());
      }
    }
    Files.writeString(dir.resolve("a.pem"), new PemFile(anchors, List.of()).write());
    return judge(jars, String.valueOf(test.get("at")));
  }

  /** Runs the program on what lies in the directory. */
  private Run judge(List<String> jars, String at) throws Exception {
    String classes = dir + File.pathSeparator + path(jars);
    String file = dir.resolve("file").toString();
    String anchors = dir.resolve("a.pem").toString();
    Run run = run("java", "-cp", classes, "VerifyAnyFile", file, anchors, at);
    assertThat(run.status).as(run.text).isZero();
    assertThat(run.text.lines().filter(line -> line.startsWith("absent "))).hasSize(3);
    assertThat(run.text).doesNotContain("PRESENT", "REGISTERED");
    return run;
  }

  private static Map<?, ?> member(Map<?, ?> of, String name) {
    return (Map<?, ?>) Objects.requireNonNull(of.get(name));
  }

  private static Map<String, ?> vectors(String name) throws IOException {
    Path file = ROOT.resolve("specs/src/main/resources/specs/vectors").resolve(name);
    return Json.parseObject(Files.readString(file));
  }

  private static List<String> with(String... more) {
    List<String> all = new ArrayList<>(CORE);
    all.addAll(List.of(more));
    return all;
  }

  /** The built jars whose names begin so, and no others. */
  private static String path(List<String> names) throws IOException {
    try (Stream<Path> jars = Files.list(JARS)) {
      return String.join(
          File.pathSeparator,
          jars.filter(
                  jar ->
                      names.stream().anyMatch(n -> String.valueOf(jar.getFileName()).startsWith(n)))
              .map(Path::toString)
              .sorted()
              .toList());
    }
  }

  private record Run(int status, String text) {}

  private Run run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Path log = dir.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(log));
  }
}
