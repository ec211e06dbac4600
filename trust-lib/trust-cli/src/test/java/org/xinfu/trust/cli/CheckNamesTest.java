package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.CheckNames;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.facts.Facts;

/** Every check that a verifier can make has a name in both languages. */
class CheckNamesTest {
  private static final List<Locale> LANGUAGES = List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);
  private static final Pattern SAID =
      Pattern.compile(
          "\\b(?:pass|warn|fail|unknown|notDone|deviation|twoFaces)\\(\\s*\"([a-z0-9.-]+)\"");

  /** {@code require} names it after the condition, before the clause. */
  private static final Pattern REQUIRED =
      Pattern.compile(
          "\\brequire\\([^;]{1,300}?,\\s*\"([a-z0-9.-]+)\",\\s*(?:[A-Z_]+|\"[^\"]*\"),\\s*Reason");

  /** A constant that a class uses for its one check. */
  private static final Pattern CONSTANT =
      Pattern.compile("static final String (?:ID|CHECK) =\\s*\"([a-z0-9.-]+)\"");

  private static void assertNamed(Set<String> ids) {
    for (Locale language : LANGUAGES) {
      assertThat(ids).allSatisfy(id -> assertThat(CheckNames.of(id, language)).isNotEqualTo(id));
    }
  }

  @Test
  void whatIsWrittenInTheSourceHasAName() throws IOException {
    Set<String> ids = new TreeSet<>();
    Path root = Path.of(System.getProperty("xinfu.root"));
    for (String module : List.of("trust-lib", "seal-service", "licence-vault")) {
      try (Stream<Path> files = Files.walk(root.resolve(module))) {
        files
            .filter(f -> f.toString().contains("/src/main/java/"))
            .filter(f -> f.toString().endsWith(".java"))
            .forEach(f -> ids.addAll(ids(f)));
      }
    }
    assertThat(ids).hasSizeGreaterThan(120).contains("package", "seal-status", "log-receipt");
    assertNamed(ids);
  }

  private static Set<String> ids(Path file) {
    try {
      String source = Files.readString(file);
      Set<String> ids = new TreeSet<>();
      if (source.contains("Report") || source.contains("checks")) {
        for (Pattern pattern : List.of(SAID, REQUIRED, CONSTANT)) {
          Matcher matcher = pattern.matcher(source);
          while (matcher.find()) {
            ids.add(matcher.group(1));
          }
        }
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatThePublishedVectorsBringForthHasAName() {
    Set<String> ids = new TreeSet<>();
    for (VectorDocuments.Case each : VectorDocuments.all()) {
      Facts.Subject subject = each.subject();
      DocumentReport report =
          subject
              .content()
              .map(content -> Trust.verify(subject.document(), content, each.policy()))
              .orElseGet(() -> Trust.verify(subject.document(), each.policy()));
      report.document().checks().forEach(check -> ids.add(check.id()));
      report.signatures().forEach(s -> s.report().checks().forEach(check -> ids.add(check.id())));
    }
    assertThat(ids).hasSizeGreaterThan(80);
    assertNamed(ids);
  }

  @Test
  void partsAreSaidInFrontAndWhatIsUnknownAsItIs() {
    assertThat(CheckNames.of("seal-maker-path", Locale.ENGLISH))
        .isEqualTo("Maker: The certificate leads to one you trust");
    assertThat(CheckNames.of("timestamp-archive-path", Locale.SIMPLIFIED_CHINESE))
        .startsWith("时间戳：归档时间戳：");
    assertThat(CheckNames.of("no-such-check", Locale.ENGLISH)).isEqualTo("no-such-check");
  }
}
