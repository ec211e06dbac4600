package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;

/** The published vectors get the published verdicts, and the generator still makes them. */
class PdfVectorsTest {
  private static final String FILE = "/specs/vectors/pdf/signature.json";

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    String made = PdfVectors.write();
    if (System.getProperty("xinfu.write-vectors") != null) {
      Path target = Path.of(System.getProperty("xinfu.root"), "specs/src/main/resources" + FILE);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, made);
      return;
    }
    assertThat(made).isEqualTo(committed());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    Map<String, ?> root = Json.parseObject(committed());
    List<DynamicTest> all = new ArrayList<>();
    for (Object each : list(root.get("tests"))) {
      Map<String, ?> test = object(each);
      String title = test.get("id") + " " + test.get("policy") + ": " + test.get("comment");
      all.add(DynamicTest.dynamicTest(title, () -> check(test, object(root.get("trust")))));
    }
    assertThat(all).hasSizeGreaterThan(280);
    return all.stream();
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust) {
    TrustPolicy policy =
        TrustPolicy.interop(
                list(trust.get("signers")).stream()
                    .map(v -> Certificate.parse(base64(v)).orElseThrow())
                    .toList(),
                List.of(),
                Instant.parse(String.valueOf(test.get("at"))))
            .withCrls(list(trust.get("crls")).stream().map(PdfVectorsTest::base64).toList())
            .withMode(
                TrustPolicy.Mode.valueOf(
                    String.valueOf(test.get("policy")).toUpperCase(Locale.ROOT)));
    Bytes document = base64(object(test.get("input")).get("document"));
    DocumentReport report = Trust.verify(DocumentSource.of(document), policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(report.conclusion() + " " + report.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", report)
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
  }

  private static String committed() throws IOException {
    try (var in = PdfVectorsTest.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Bytes base64(@Nullable Object value) {
    return Bytes.of(Base64.getDecoder().decode(String.valueOf(value)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(@Nullable Object value) {
    return (Map<String, ?>) Objects.requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }
}
