package org.xinfu.trust.chain;

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
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.json.Json;

/** The published paths get the published verdicts, and the generator still makes them. */
class ChainVectorsTest {
  private static final String FILE = "/specs/vectors/chain/path.json";

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    String made = ChainVectors.write();
    if (System.getProperty("xinfu.write-vectors") != null) {
      Path target = Path.of(System.getProperty("xinfu.root"), "specs/src/main/resources" + FILE);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, made);
    } else {
      assertThat(made).isEqualTo(committed());
    }
  }

  @TestFactory
  Stream<DynamicTest> paths() throws IOException {
    Map<String, ?> root = Json.parseObject(committed());
    Map<String, ?> trust = object(root.get("trust"));
    List<DynamicTest> all = new ArrayList<>();
    for (Object each : list(root.get("tests"))) {
      Map<String, ?> test = object(each);
      String title = test.get("id") + " " + test.get("policy") + ": " + test.get("comment");
      all.add(DynamicTest.dynamicTest(title, () -> check(test, trust)));
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(120);
    return all.stream();
  }

  private static void check(Map<String, ?> test, Map<String, ?> trust) {
    TrustPolicy policy =
        TrustPolicy.interop(
                list(trust.get("signers")).stream().map(ChainVectorsTest::certificate).toList(),
                List.of(),
                Instant.parse(text(test, "at")))
            .withCrls(list(trust.get("crls")).stream().map(ChainVectorsTest::base64).toList())
            .withMode(TrustPolicy.Mode.valueOf(text(test, "policy").toUpperCase(Locale.ROOT)));
    Map<String, ?> input = object(test.get("input"));
    Report report = judge(input, policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(report.conclusion().name() + " " + report.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", report)
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
  }

  private static Report judge(Map<String, ?> input, TrustPolicy policy) {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    List<Bytes> ocsps = new ArrayList<>();
    input.forEach(
        (name, value) -> {
          if (name.startsWith("certificate")) {
            certificates.add(certificate(value));
          } else if (name.startsWith("crl")) {
            crls.add(base64(value));
          } else if (name.startsWith("ocsp")) {
            ocsps.add(base64(value));
          }
        });
    ChainQuery query =
        new ChainQuery(
            policy,
            input.containsKey("role") ? ChainQuery.Role.MAKER : ChainQuery.Role.SIGNER,
            Instant.parse(text(input, "signedAt")),
            TimeSource.valueOf(text(input, "timeSource")),
            input.containsKey("lenience") ? ChainQuery.Lenience.ETSI : ChainQuery.Lenience.SEAL);
    Certificate leaf = certificate(input.get("leaf"));
    return ChainValidator.validate(leaf, new Evidence(certificates, crls, ocsps), query).report();
  }

  private static String committed() throws IOException {
    try (var in = ChainVectorsTest.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Map<String, ?> object, String name) {
    return String.valueOf(object.get(name));
  }

  private static Certificate certificate(Object value) {
    return Certificate.parse(base64(value)).orElseThrow();
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
