package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;

/** The published packages get the published verdicts, and the generator still makes them. */
class OfdVectorsTest {
  private static final String FILE = "/specs/vectors/ofd/ofd.json";

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    String made = OfdVectors.write();
    if (System.getProperty("xinfu.write-vectors") != null) {
      Path target = Path.of(System.getProperty("xinfu.root"), "specs/src/main/resources" + FILE);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, made);
      return;
    }
    assertThat(made).isEqualTo(committed());
  }

  @TestFactory
  Stream<DynamicTest> everyPackageGetsItsVerdict() throws IOException {
    Map<String, ?> root = Json.parseObject(committed());
    Map<String, ?> trust = object(root.get("trust"));
    return list(root.get("tests")).stream()
        .map(OfdVectorsTest::object)
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.get("id") + ": " + test.get("comment"), () -> check(test, trust)));
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust) {
    TrustPolicy policy =
        TrustPolicy.interop(
                certificates(trust.get("signers")),
                certificates(trust.get("makers")),
                Instant.parse(String.valueOf(test.get("at"))))
            .withCrls(list(trust.get("crls")).stream().map(OfdVectorsTest::base64).toList());
    DocumentReport report =
        Sample.verify(base64(object(test.get("input")).get("document")), policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(report.conclusion() + " " + report.reason().map(Reason::code).orElse("null"))
        .as(report.toString())
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
  }

  private static String committed() throws IOException {
    try (var in = OfdVectorsTest.class.getResourceAsStream(FILE)) {
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
