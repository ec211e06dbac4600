package org.xinfu.trust.xml;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** The published Manifests get the published verdicts, and the generator still makes them. */
class XmlManifestVectorsTest {
  private static final VectorFile FILE = new VectorFile("xml/manifests.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(XmlManifestVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests((in, policy) -> VectorFile.Answer.of(judged(in, policy)));
  }

  private static DocumentReport judged(Map<String, ?> input, TrustPolicy policy) {
    DocumentSource document = DocumentSource.of(VectorFile.octets(input, "document"));
    return input.containsKey("content")
        ? Trust.verify(document, DocumentSource.of(VectorFile.octets(input, "content")), policy)
        : Trust.verify(document, policy);
  }
}
