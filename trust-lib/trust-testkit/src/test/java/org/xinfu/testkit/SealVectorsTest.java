package org.xinfu.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealVerifier;

/** The published vectors get the published verdicts, and the generator still makes them. */
class SealVectorsTest {
  private static final VectorFile SEALS = new VectorFile("seal/seal.json");
  private static final VectorFile SIGNATURES = new VectorFile("seal/signature.json");
  private static final VectorFile OTHER_SEALS = new VectorFile("seal/seal-versions.json");
  private static final VectorFile OTHER_SIGNATURES = new VectorFile("seal/signature-versions.json");

  @Test
  void theGeneratorMakesTheCommittedFiles() throws IOException {
    SEALS.assertIs(SealVectors.write());
    SIGNATURES.assertIs(SignatureVectors.write());
    OTHER_SEALS.assertIs(OtherSealVectors.writeSeals());
    OTHER_SIGNATURES.assertIs(OtherSealVectors.writeSignatures());
  }

  @TestFactory
  Stream<DynamicTest> seals() throws IOException {
    return Stream.concat(
        SEALS.tests(SealVectorsTest::judgeSeal), OTHER_SEALS.tests(SealVectorsTest::judgeSeal));
  }

  @TestFactory
  Stream<DynamicTest> signatures() throws IOException {
    return Stream.concat(
        SIGNATURES.tests(SealVectorsTest::judgeSignature),
        OTHER_SIGNATURES.tests(SealVectorsTest::judgeSignature));
  }

  private static VectorFile.Answer judgeSeal(Map<String, ?> in, TrustPolicy policy) {
    Bytes seal = VectorFile.octets(in, "seal");
    return VectorFile.Answer.of(SealVerifier.verifySeal(seal, policy, policy.at()).report());
  }

  private static VectorFile.Answer judgeSignature(Map<String, ?> in, TrustPolicy policy) {
    Optional<Bytes> file =
        in.containsKey("seal") ? Optional.of(VectorFile.octets(in, "seal")) : Optional.empty();
    SealClaim claim =
        new SealClaim(
            VectorFile.octets(in, "signature"),
            VectorFile.octets(in, "contentDigest"),
            String.valueOf(in.get("propertyInfo")),
            file);
    return VectorFile.Answer.of(SealVerifier.verifySignature(claim, policy).report());
  }
}
