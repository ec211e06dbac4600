package org.xinfu.trust.jose;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** The published vectors get the published verdicts, and the generators still make them. */
class JoseVectorsTest {
  private static final VectorFile JWS = new VectorFile("jose/jws.json");
  private static final VectorFile JADES = new VectorFile("jose/jades.json");
  private static final VectorFile SD_JWT = new VectorFile("jose/sd-jwt.json");
  private static final VectorFile STATUS = new VectorFile("jose/status-list.json");

  @Test
  void theGeneratorsMakeTheCommittedFiles() throws IOException {
    JWS.assertIs(JwsVectors.write());
    JADES.assertIs(JadesVectors.write());
    SD_JWT.assertIs(SdJwtVectors.write());
    STATUS.assertIs(StatusVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> signatures() throws IOException {
    return JWS.tests(JoseVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> unsignedProperties() throws IOException {
    return JADES.tests(JoseVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> selective() throws IOException {
    return SD_JWT.tests(JoseVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> statusLists() throws IOException {
    return STATUS.tests(
        (input, policy) -> {
          JwsVerifier verifier = JwsVerifier.trusting(policy);
          String token = String.valueOf(input.get("token"));
          return VectorFile.Answer.of(StatusListToken.verify(token, verifier).report());
        });
  }

  private static VectorFile.Answer judge(Map<String, ?> input, TrustPolicy policy) {
    Bytes octets = Bytes.utf8(String.valueOf(input.values().iterator().next()));
    return VectorFile.Answer.of(Trust.verify(DocumentSource.of(octets), policy));
  }
}
