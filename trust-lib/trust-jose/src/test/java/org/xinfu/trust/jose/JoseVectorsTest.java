package org.xinfu.trust.jose;

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

/** The published vectors get the published verdicts, and the generators still make them. */
class JoseVectorsTest {
  private static final String JWS = "/specs/vectors/jose/jws.json";
  private static final String SD_JWT = "/specs/vectors/jose/sd-jwt.json";

  @Test
  void theGeneratorsMakeTheCommittedFiles() throws IOException {
    assertCommitted(JWS, JwsVectors.write());
    assertCommitted(SD_JWT, SdJwtVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> signatures() throws IOException {
    return tests(JWS);
  }

  @TestFactory
  Stream<DynamicTest> selective() throws IOException {
    return tests(SD_JWT);
  }

  private static Stream<DynamicTest> tests(String file) throws IOException {
    Map<String, ?> root = Json.parseObject(committed(file));
    List<DynamicTest> all = new ArrayList<>();
    for (Object each : list(root.get("tests"))) {
      Map<String, ?> test = object(each);
      String title = test.get("id") + " " + test.get("policy") + ": " + test.get("comment");
      all.add(DynamicTest.dynamicTest(title, () -> check(test, object(root.get("trust")))));
    }
    return all.stream();
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust) {
    TrustPolicy policy =
        TrustPolicy.interop(
                certificates(trust.get("signers")),
                List.of(),
                Instant.parse(String.valueOf(test.get("at"))))
            .withCrls(list(trust.get("crls")).stream().map(JoseVectorsTest::base64).toList())
            .withMode(
                TrustPolicy.Mode.valueOf(
                    String.valueOf(test.get("policy")).toUpperCase(Locale.ROOT)));
    Map<String, ?> input = object(test.get("input"));
    Bytes octets = Bytes.utf8(String.valueOf(input.values().iterator().next()));
    DocumentReport report = Trust.verify(DocumentSource.of(octets), policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(report.conclusion().name() + " " + report.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", report)
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
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
    try (var in = JoseVectorsTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Certificate> certificates(@Nullable Object values) {
    return list(values).stream().map(v -> Certificate.parse(base64(v)).orElseThrow()).toList();
  }

  private static Bytes base64(Object value) {
    return Bytes.of(Base64.getDecoder().decode((String) value));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(@Nullable Object value) {
    return (Map<String, ?>) Objects.requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }
}
