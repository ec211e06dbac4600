package org.xinfu.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

/** The rules of the house, without exception. A rule that no test enforces is a wish. */
class HouseRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));
  private static final JavaClasses MAIN = mainClasses();
  private static final Pattern BANNED_ENDING =
      Pattern.compile(".*(Impl|Manager|Helper|Utils?|Handler|Processor|Info|Data|Base)|Abstract.*");

  @Test
  void everyModuleIsSeen() {
    for (String type :
        List.of(
            "org.xinfu.trust.Trust",
            "org.xinfu.trust.p11.Pkcs11KeyVault",
            "org.xinfu.trust.ofd.OfdVerifier",
            "org.xinfu.trust.pdf.PdfVerifier",
            "org.xinfu.trust.cli.Main",
            "org.xinfu.trust.spring.EndedLogins",
            "org.xinfu.kit.Refusal",
            "org.xinfu.idp.IdpServer",
            "org.xinfu.seal.SealService",
            "org.xinfu.licence.LicenceVault",
            "org.xinfu.hsm.HsmSim")) {
      assertThat(MAIN.contain(type)).as(type).isTrue();
    }
  }

  @Test
  void theCoreKnowsNoFramework() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("org.xinfu.trust..")
            .and(not(resideInAPackage("org.xinfu.trust.spring..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "org.xinfu.kit.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.xinfu.trust..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.xinfu.kit.."));
  }

  @Test
  void formatModulesReachEachOtherOnlyThroughTheCore() {
    List<String> formats = List.of("ofd", "pdf", "p11", "jose", "xml");
    List<String> glue = List.of("cli", "client", "spring");
    neighboursStayApart(formats, glue);
    neighboursStayApart(glue, List.of());
  }

  /** Modules of one floor know neither each other nor the floor above. */
  private static void neighboursStayApart(List<String> floor, List<String> above) {
    for (String one : floor) {
      String[] others =
          Stream.concat(floor.stream(), above.stream())
              .filter(o -> !o.equals(one))
              .map(o -> "org.xinfu.trust." + o + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("org.xinfu.trust." + one + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .allowEmptyShould(true));
    }
  }

  @Test
  void theCoreKnowsNoFormatModule() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "org.xinfu.trust",
                "org.xinfu.trust.key..",
                "org.xinfu.trust.chain..",
                "org.xinfu.trust.seal..",
                "org.xinfu.trust.cms..",
                "org.xinfu.trust.time..",
                "org.xinfu.trust.crypt..",
                "org.xinfu.trust.der..",
                "org.xinfu.trust.id..",
                "org.xinfu.trust.list..",
                "org.xinfu.trust.fetch..",
                "org.xinfu.trust.log..",
                "org.xinfu.trust.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.xinfu.trust.ofd..",
                "org.xinfu.trust.pdf..",
                "org.xinfu.trust.p11..",
                "org.xinfu.trust.cli..",
                "org.xinfu.trust.client..",
                "org.apache.pdfbox..",
                "com.itextpdf..",
                "com.nimbusds.."));
  }

  @Test
  void theReaderOfDerKnowsNoneOfItsUsers() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.xinfu.trust.der..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.xinfu..")
                    .and(not(resideInAPackage("org.xinfu.trust.der..")))
                    .and(not(equivalentTo(Bytes.class)))));
  }

  @Test
  void neighboursTalkOnlyByHttp() {
    for (String service : List.of("idp", "seal", "licence")) {
      String[] others =
          Stream.of("idp", "seal", "licence")
              .filter(o -> !o.equals(service))
              .map(o -> "org.xinfu." + o + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("org.xinfu." + service + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others));
    }
  }

  @Test
  void theSimulatorIsOutsideTheWall() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.xinfu.hsm..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.xinfu.hsm.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.xinfu.hsm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.xinfu.trust..", "org.xinfu.kit.."));
  }

  @Test
  void domainIsPlainJava() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.xinfu.*.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "jakarta.."));
  }

  @Test
  void onlyOnePackageTouchesTheJdksPkcs11Wrapper() {
    check(
        noClasses()
            .that(not(resideInAPackage("org.xinfu.trust.p11.internal.wrapper..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("sun.security.pkcs11.."));
  }

  @Test
  void nobodyReadsAClockOfHisOwn() {
    Pattern call =
        Pattern.compile(
            "\\b(Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)\\.now\\(\\)"
                + "|System\\.currentTimeMillis\\(\\)|Security\\.addProvider|new Date\\(\\)");
    assertThat(sources().filter(s -> call.matcher(s.text()).find()).map(Source::path)).isEmpty();
  }

  @Test
  void namesEndWell() {
    assertThat(
            MAIN.stream()
                .filter(c -> c.getEnclosingClass().isEmpty())
                .map(JavaClass::getSimpleName)
                .filter(n -> BANNED_ENDING.matcher(n).matches()))
        .isEmpty();
  }

  @Test
  void everyPackageIsDocumentedAndNullMarked() {
    assertThat(
            sources()
                .map(s -> s.path().getParent())
                .distinct()
                .filter(
                    d -> {
                      Path document = d.resolve("package-info.java");
                      return !Files.exists(document) || !read(document).contains("@NullMarked");
                    }))
        .isEmpty();
  }

  @Test
  void filesStayBelowTheWallAndTheMedianIsSmall() {
    List<Long> lines =
        sources().filter(s -> !s.path().endsWith("package-info.java")).map(Source::lines).toList();
    assertThat(sources().filter(s -> s.lines() > 400).map(Source::path)).isEmpty();
    List<Long> sorted = lines.stream().sorted().toList();
    assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(120);
  }

  @Test
  void trustLibHasAtLeastAsManyTestLinesAsMainLines() throws IOException {
    long main = lines("trust-lib", "/src/main/java/");
    long test =
        lines("trust-lib", "/src/test/java/") + lines("trust-lib/trust-testkit", "/src/main/java/");
    assertThat(test)
        .isGreaterThanOrEqualTo(main - lines("trust-lib/trust-testkit", "/src/main/java/"));
  }

  @Test
  void nothingIsLeftOpen() {
    Pattern open = Pattern.compile("\\b(TODO|FIXME)\\b|UnsupportedOperationException");
    assertThat(sources().filter(s -> open.matcher(s.text()).find()).map(Source::path)).isEmpty();
  }

  private static void check(ArchRule rule) {
    rule.check(MAIN);
  }

  private static JavaClasses mainClasses() {
    Collection<Path> folders = new ArrayList<>();
    for (String module : modules()) {
      Path classes = ROOT.resolve(module).resolve("target/classes");
      if (Files.isDirectory(classes)) {
        folders.add(classes);
      }
    }
    return new ClassFileImporter().importPaths(folders);
  }

  private static List<String> modules() {
    List<String> modules =
        new ArrayList<>(List.of("hsm-sim", "idp-server", "seal-service", "licence-vault"));
    try (Stream<Path> lib = Files.list(ROOT.resolve("trust-lib"))) {
      lib.filter(Files::isDirectory)
          .map(p -> "trust-lib/" + p.getFileName())
          .filter(m -> !m.endsWith("trust-testkit") && !m.endsWith("trust-bench"))
          .sorted()
          .forEach(modules::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return modules;
  }

  private static Stream<Source> sources() {
    return modules().stream()
        .map(m -> ROOT.resolve(m).resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(HouseRulesTest::javaFiles)
        .map(p -> new Source(p, read(p)));
  }

  private static long lines(String folder, String part) throws IOException {
    return javaFiles(ROOT.resolve(folder))
        .filter(p -> p.toString().contains(part) && !p.toString().contains("/target/"))
        .mapToLong(p -> new Source(p, read(p)).lines())
        .sum();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(p -> p.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private record Source(Path path, String text) {
    long lines() {
      return text.lines().count();
    }
  }
}
