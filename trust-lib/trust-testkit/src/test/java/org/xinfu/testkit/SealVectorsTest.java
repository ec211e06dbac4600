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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealVerifier;

/** The published vectors get the published verdicts, and the generator still makes them. */
class SealVectorsTest {
  private static final String SEALS = "/specs/vectors/seal/seal.json";
  private static final String SIGNATURES = "/specs/vectors/seal/signature.json";
  private static final String OTHER_SEALS = "/specs/vectors/seal/seal-versions.json";
  private static final String OTHER_SIGNATURES = "/specs/vectors/seal/signature-versions.json";

  @Test
  void theGeneratorMakesTheCommittedFiles() throws IOException {
    assertCommitted(SEALS, SealVectors.write());
    assertCommitted(SIGNATURES, SignatureVectors.write());
    assertCommitted(OTHER_SEALS, OtherSealVectors.writeSeals());
    assertCommitted(OTHER_SIGNATURES, OtherSealVectors.writeSignatures());
  }

  @TestFactory
  Stream<DynamicTest> seals() throws IOException {
    Judge judge =
        (in, policy) -> SealVerifier.verifySeal(octets(in, "seal"), policy, policy.at()).report();
    return Stream.concat(tests(SEALS, judge), tests(OTHER_SEALS, judge));
  }

  @TestFactory
  Stream<DynamicTest> signatures() throws IOException {
    return Stream.concat(
        tests(SIGNATURES, SealVectorsTest::judgeSignature),
        tests(OTHER_SIGNATURES, SealVectorsTest::judgeSignature));
  }

  private static Report judgeSignature(Map<String, ?> in, TrustPolicy policy) {
    Optional<Bytes> file =
        in.containsKey("seal") ? Optional.of(octets(in, "seal")) : Optional.empty();
    SealClaim claim =
        new SealClaim(
            octets(in, "signature"),
            octets(in, "contentDigest"),
            String.valueOf(in.get("propertyInfo")),
            file);
    return SealVerifier.verifySignature(claim, policy).report();
  }

  private interface Judge {
    Report judge(Map<String, ?> input, TrustPolicy policy);
  }

  private static Stream<DynamicTest> tests(String file, Judge judge) throws IOException {
    Map<String, ?> root = Json.parseObject(committed(file));
    List<DynamicTest> all = new ArrayList<>();
    for (Object each : list(root.get("tests"))) {
      Map<String, ?> test = object(each);
      String title = test.get("id") + " " + test.get("policy") + ": " + test.get("comment");
      all.add(DynamicTest.dynamicTest(title, () -> check(test, object(root.get("trust")), judge)));
    }
    assertThat(all).hasSize(Integer.parseInt(String.valueOf(root.get("numberOfTests"))));
    return all.stream();
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust, Judge judge) {
    TrustPolicy policy =
        TrustPolicy.interop(
                certificates(trust.get("signers")),
                certificates(trust.get("makers")),
                Instant.parse(String.valueOf(test.get("at"))))
            .withCrls(list(trust.get("crls")).stream().map(SealVectorsTest::base64).toList())
            .withMode(
                TrustPolicy.Mode.valueOf(
                    String.valueOf(test.get("policy")).toUpperCase(Locale.ROOT)));
    Report report = judge.judge(object(test.get("input")), policy);
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
    try (var in = SealVectorsTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Certificate> certificates(Object values) {
    return list(values).stream().map(v -> Certificate.parse(base64(v)).orElseThrow()).toList();
  }

  private static Bytes octets(Map<String, ?> in, String name) {
    return base64(Objects.requireNonNull(in.get(name)));
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
