package org.xinfu.trust.chain;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/** The published paths get the published verdicts, and the generator still makes them. */
class ChainVectorsTest {
  private static final VectorFile FILE = new VectorFile("chain/path.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(ChainVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> paths() throws IOException {
    return FILE.tests(ChainVectorsTest::judge);
  }

  /** What the inputs of a path and its evidence say. */
  static VectorFile.Answer judge(Map<String, ?> input, TrustPolicy policy) {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    List<Bytes> ocsps = new ArrayList<>();
    input.forEach(
        (name, value) -> {
          if (name.startsWith("certificate")) {
            certificates.add(certificate(value));
          } else if (name.startsWith("crl")) {
            crls.add(VectorFile.base64(value));
          } else if (name.startsWith("ocsp")) {
            ocsps.add(VectorFile.base64(value));
          }
        });
    ChainQuery query =
        new ChainQuery(
            wishes(input, policy),
            input.containsKey("role") ? ChainQuery.Role.MAKER : ChainQuery.Role.SIGNER,
            Instant.parse(String.valueOf(input.get("signedAt"))),
            TimeSource.valueOf(String.valueOf(input.get("timeSource"))),
            input.containsKey("lenience") ? ChainQuery.Lenience.ETSI : ChainQuery.Lenience.SEAL);
    Evidence brought = new Evidence(certificates, crls, ocsps);
    Evidence evidence =
        input.containsKey("existedBy")
            ? brought.existing(Instant.parse(String.valueOf(input.get("existedBy"))))
            : brought;
    return VectorFile.Answer.of(
        ChainValidator.validate(
                certificate(input.get("leaf")),
                evidence,
                input.containsKey("unnamed") ? query.ofUnnamed() : query)
            .report());
  }

  private static TrustPolicy wishes(Map<String, ?> input, TrustPolicy policy) {
    return input.containsKey("policies")
        ? policy.withInitialPolicies(
            InitialPolicies.oneOf(Set.of(String.valueOf(input.get("policies")).split(" "))))
        : policy;
  }

  private static Certificate certificate(Object value) {
    return Certificate.parse(VectorFile.base64(value)).orElseThrow();
  }
}
