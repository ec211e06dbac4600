package org.xinfu.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.house.House;
import org.xinfu.testkit.house.HouseProcess;
import org.xinfu.testkit.house.Ports;
import org.xinfu.trust.json.Json;

/**
 * The demonstration, run as its user runs it, and what must be true of what it leaves. The jars are
 * those that this build made.
 */
class HouseIT {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));
  private static final Path DEMO = ROOT.resolve("target/demo");
  @TempDir static Path scratch;

  @BeforeAll
  static void playTheDemo() throws Exception {
    // 0: the whole demo held; its transcript says what.
    Process demo = Programs.demo(ROOT).redirectErrorStream(true).start();
    String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor()).as(said).isZero();
  }

  @Test
  void theArtefactsOfTheContractAreThere() throws IOException {
    for (String name :
        List.of(
            "licence.ofd",
            "licence.pdf",
            "seal.esl",
            "seal.png",
            "seal.svg",
            "trust/signers.pem",
            "trust/makers.pem",
            "trust/tsa.pem",
            "trust/signers.crl",
            "trust/makers.crl",
            "report.json",
            "report.html",
            "transcript.txt")) {
      assertThat(DEMO.resolve(name)).as(name).isNotEmptyFile();
    }
    try (Stream<Path> tampered = Files.list(DEMO.resolve("tampered"))) {
      assertThat(tampered.count()).isGreaterThanOrEqualTo(6);
    }
  }

  /** CI runs demo (here) and test (this run); any other command of README is run as written. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void theCommandsOfReadmeAreRun(String readme) throws Exception {
    List<String> commands =
        Files.readAllLines(ROOT.resolve(readme)).stream()
            .filter(l -> l.startsWith("./xinfu "))
            .toList();
    assertThat(commands).startsWith("./xinfu demo", "./xinfu test").hasSizeGreaterThan(2);
    for (String command : commands.subList(2, commands.size())) {
      Programs.Run run = Programs.run(List.of("sh", "-c", "cd '" + ROOT + "' && " + command));
      assertThat(run.status()).as(command + run.out() + run.err()).isZero();
    }
  }

  @Test
  void theReportIsTheContractsAndTheSameTwice() throws Exception {
    String at = "2099-01-01T00:00:00Z";
    Programs.Run first = verify("--format", "json", DEMO.resolve("licence.ofd").toString());
    assertThat(first.status()).isZero();
    Map<String, Object> report = Json.parseObject(first.out());
    assertThat(report)
        .containsEntry("verdict", "VALID")
        .containsEntry("coverage", "WHOLE")
        .containsEntry("format", "OFD");
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(HouseIT.class.getResourceAsStream("/specs/report.schema.json"));
    assertThat(schema.validate(first.out(), InputFormat.JSON)).isEmpty();
    String file = DEMO.resolve("licence.pdf").toString();
    assertThat(verify("--at", at, "--format", "json", file).out())
        .isEqualTo(verify("--at", at, "--format", "json", file).out());
  }

  /** Cron jobs and slim containers have no locale, and files have Chinese names all the same. */
  @Test
  void filesWithChineseNamesAreReadUnderEveryLocale() throws Exception {
    Path named = Files.copy(DEMO.resolve("licence.ofd"), scratch.resolve("证照 样例.ofd"));
    List<String> command =
        new ArrayList<>(List.of("env", "LC_ALL=C", ROOT.resolve("xinfu").toString(), "verify"));
    command.addAll(List.of("--trust", DEMO.resolve("trust/signers.pem").toString()));
    command.addAll(List.of("--maker-trust", DEMO.resolve("trust/makers.pem").toString()));
    command.add(named.toString());
    Programs.Run run = Programs.run(command);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("证照 样例.ofd");
  }

  @Test
  void strictIsSatisfied() throws Exception {
    for (String name : List.of("licence.ofd", "licence.pdf")) {
      Programs.Run run =
          verify("--policy", "strict", "--format", "json", DEMO.resolve(name).toString());
      assertThat(run.status()).as(run.out()).isZero();
    }
  }

  @Test
  void everyTamperedCopyHasAReasonOfItsOwn() throws Exception {
    Programs.Run run = verify("--format", "json", DEMO.resolve("tampered").toString());
    assertThat(run.status()).isEqualTo(1);
    List<?> reports = (List<?>) Json.parse(run.out());
    Set<Object> reasons = new HashSet<>();
    for (Object report : java.util.Objects.requireNonNull(reports)) {
      Map<?, ?> members = (Map<?, ?>) report;
      assertThat(members.get("verdict")).isIn("INVALID", "INDETERMINATE");
      assertThat(reasons.add(members.get("reason"))).as("%s", members.get("reason")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"licence.ofd", "licence.pdf"})
  void aFlippedOctetIsNeverValid(String name) throws IOException {
    byte[] genuine = Files.readAllBytes(DEMO.resolve(name));
    Flips flips = new Flips(DEMO, genuine);
    long seed = Long.getLong("xinfu.seed", System.nanoTime());
    System.out.println(name + ": flips with -Dxinfu.seed=" + seed);
    assertThat(flips.verdict(genuine)).isEqualTo("VALID");
    assertThat(flips.ofTheFile(seed, octets(1500))).isEmpty();
  }

  @Test
  void aChangedEntryOrADroppedOrAnAddedOneIsNeverValid() throws IOException {
    byte[] genuine = Files.readAllBytes(DEMO.resolve("licence.ofd"));
    long seed = Long.getLong("xinfu.seed", System.nanoTime());
    System.out.println("entries: flips with -Dxinfu.seed=" + seed);
    assertThat(new Flips(DEMO, genuine).ofTheEntries(seed, octets(40))).isEmpty();
  }

  @Test
  void badInputEndsAsTheContractSaysAndInTime() throws Exception {
    byte[] ofd = Files.readAllBytes(DEMO.resolve("licence.ofd"));
    byte[] pdf = Files.readAllBytes(DEMO.resolve("licence.pdf"));
    byte[] random = new byte[10_000_000];
    new Random(7).nextBytes(random);
    assertThat(timed(file("text.txt", "信符".getBytes(StandardCharsets.UTF_8)))).isEqualTo(3);
    assertThat(timed(file("empty", new byte[0]))).isEqualTo(3);
    assertThat(timed(file("random", random))).isEqualTo(3);
    assertThat(timed(file("cut.ofd", java.util.Arrays.copyOf(ofd, ofd.length / 2)))).isEqualTo(1);
    assertThat(timed(file("cut.pdf", java.util.Arrays.copyOf(pdf, pdf.length / 2)))).isEqualTo(1);
    assertThat(timed(scratch.resolve("missing").toString())).isEqualTo(66);
    assertThat(timed(Files.createDirectories(scratch.resolve("folder")).toString())).isEqualTo(3);
  }

  @Test
  void popplerAcceptsThePdf() throws Exception {
    Programs.Run run =
        Programs.run(List.of("pdfsig", "-nocert", DEMO.resolve("licence.pdf").toString()));
    assertThat(run.out())
        .contains("Signature Validation: Signature is Valid.")
        .contains("Total document signed");
  }

  @Test
  void ofdrwAcceptsTheOfdAndRefusesAnAlteredOne() throws Exception {
    Path ofd = ROOT.resolve("trust-lib/trust-ofd");
    Programs.Run run =
        Programs.run(
            List.of(
                Programs.JAVA,
                "-cp",
                ofd.resolve("target/ofdrw") + "/*",
                ofd.resolve("src/test/oracle/OfdrwOracle.java").toString(),
                DEMO.resolve("licence.ofd").toString(),
                DEMO.resolve("tampered/content-altered.ofd").toString()));
    List<String> answers = run.out().lines().filter(l -> l.startsWith("ANSWER")).toList();
    assertThat(answers).as(run.out() + run.err()).hasSize(2);
    assertThat(answers.get(0)).startsWith("ANSWER ACCEPTED");
    assertThat(answers.get(1)).startsWith("ANSWER REFUSED");
  }

  @Test
  void privateKeysAreOnlyInTheDevice() throws IOException {
    // PKCS#8 of an EC or RSA key, SEC 1 ECPrivateKey of 32 octets, and any PEM private key.
    List<byte[]> marks = new ArrayList<>();
    marks.add(HexFormat.of().parseHex("020100301306072a8648ce3d0201"));
    marks.add(HexFormat.of().parseHex("020100301406082a811ccf5501822d"));
    marks.add(HexFormat.of().parseHex("020100300d06092a864886f70d010101"));
    marks.add(HexFormat.of().parseHex("0201010420"));
    marks.add("PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII));
    Path home = DEMO.resolve("house");
    List<String> found = new ArrayList<>();
    for (String part : List.of("idp", "seal", "vault", "trust", "credentials", "log")) {
      try (Stream<Path> files = Files.walk(home.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          for (byte[] mark : marks) {
            if (octets.contains(new String(mark, StandardCharsets.ISO_8859_1))) {
              found.add(file + " holds " + HexFormat.of().formatHex(mark));
            }
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "idp-server, embedded-postgres demo-accounts simulated-hsm",
    "seal-service, embedded-postgres demo-accounts simulated-hsm test-anchor",
    "licence-vault, embedded-postgres demo-accounts test-anchor"
  })
  void productionRefusesTheDemosConfigurationAndNamesEachReason(String service, String reasons)
      throws Exception {
    HouseProcess device =
        new House(ROOT, DEMO.resolve("house"), Ports.from(29000)).process("hsm-sim");
    device.start();
    device.awaitHealthy();
    Path log = scratch.resolve(service + ".log");
    Process process =
        Programs.production(ROOT, DEMO.resolve("house"), service)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    device.stop();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(said).contains(reasons.split(" "));
  }

  @Test
  void nothingAcknowledgedIsLostWhenProcessesAreKilled() throws Exception {
    Process kills =
        Programs.testkit(
                ROOT, "org.xinfu.testkit.demo.Kills", "--port-base", "29000", "--kills", "10")
            .redirectErrorStream(true)
            .start();
    String said = new String(kills.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kills.waitFor()).as(said).isZero();
  }

  /** A sample in {@code ./xinfu test}; every octet there is in {@code ./xinfu soak licence}. */
  private static int octets(int sample) {
    return System.getProperty("xinfu.soak") == null ? sample : Integer.MAX_VALUE;
  }

  private static Programs.Run verify(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(ROOT.resolve("xinfu").toString(), "verify"));
    all.addAll(List.of("--trust", DEMO.resolve("trust/signers.pem").toString()));
    all.addAll(List.of("--maker-trust", DEMO.resolve("trust/makers.pem").toString()));
    all.addAll(List.of(arguments));
    return Programs.run(all);
  }

  /** Status; fails when it took 5 s or more. */
  private static int timed(String file) throws Exception {
    long start = System.nanoTime();
    Programs.Run run = verify("--format", "json", file);
    assertThat(System.nanoTime() - start).as(file).isLessThan(5_000_000_000L);
    assertThat(run.err()).doesNotContain("\tat ");
    return run.status();
  }

  private static String file(String name, byte[] content) throws IOException {
    return Files.write(scratch.resolve(name), content).toString();
  }
}
