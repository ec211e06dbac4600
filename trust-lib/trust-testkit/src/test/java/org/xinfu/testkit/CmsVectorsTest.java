package org.xinfu.testkit;

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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;

/** The published CMS vectors get the published verdicts, and the generator still makes them. */
class CmsVectorsTest {
  private static final String GENUINE = "/specs/vectors/cms/genuine.json";
  private static final String ATTACKS = "/specs/vectors/cms/attacks.json";

  @Test
  void theGeneratorMakesTheCommittedFiles() throws IOException {
    assertCommitted(GENUINE, CmsVectors.write());
    assertCommitted(ATTACKS, CmsAttackVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> genuine() throws IOException {
    return tests(GENUINE);
  }

  @TestFactory
  Stream<DynamicTest> attacks() throws IOException {
    return tests(ATTACKS);
  }

  private static Stream<DynamicTest> tests(String file) throws IOException {
    if (System.getProperty("xinfu.write-vectors") != null) {
      return Stream.of();
    }
    Map<String, ?> root = Json.parseObject(committed(file));
    List<DynamicTest> all = new ArrayList<>();
    for (Object each : list(root.get("tests"))) {
      Map<String, ?> test = object(each);
      String title = test.get("id") + " " + test.get("policy") + ": " + test.get("comment");
      all.add(DynamicTest.dynamicTest(title, () -> check(test, object(root.get("trust")))));
    }
    assertThat(all).hasSize(Integer.parseInt(String.valueOf(root.get("numberOfTests"))));
    return all.stream();
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust) {
    TrustPolicy policy =
        TrustPolicy.interop(
                certificates(trust.get("signers")),
                certificates(trust.get("makers")),
                Instant.parse(String.valueOf(test.get("at"))))
            .withTimestampers(certificates(trust.get("timestampers")))
            .withCrls(list(trust.get("crls")).stream().map(CmsVectorsTest::base64).toList())
            .withMode(
                TrustPolicy.Mode.valueOf(
                    String.valueOf(test.get("policy")).toUpperCase(Locale.ROOT)));
    Map<String, ?> input = object(test.get("input"));
    DocumentSource file = DocumentSource.of(base64(input.get("file")));
    DocumentReport report =
        input.containsKey("content")
            ? Trust.verify(file, DocumentSource.of(base64(input.get("content"))), policy)
            : Trust.verify(file, policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(report.conclusion().name() + " " + report.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", report)
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
    if (String.valueOf(expected.get("verdict")).equals("INDETERMINATE")) {
      assertThat(report.signatures()).noneMatch(s -> s.integrity() == Integrity.BROKEN);
    }
  }

  private static void assertCommitted(String file, String made) throws IOException {
    if (System.getProperty("xinfu.write-vectors") != null) {
      Path target = Path.of(System.getProperty("xinfu.root"), "specs/src/main/resources" + file);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, made);
      return;
    }
    assertThat(made).isEqualTo(committed(file));
  }

  private static String committed(String file) throws IOException {
    try (var in = CmsVectorsTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Certificate> certificates(Object values) {
    return list(values).stream().map(v -> Certificate.parse(base64(v)).orElseThrow()).toList();
  }

  private static Bytes base64(Object value) {
    return Bytes.of(Base64.getDecoder().decode((String) value));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(Object value) {
    return (Map<String, ?>) value;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }
}
