package org.xinfu.trust.xml;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/**
 * The published names beside a certificate get the published verdicts, and the generator still
 * makes them.
 */
class XmlStatedNamesVectorsTest {
  private static final VectorFile FILE = new VectorFile("xml/key-info.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(XmlStatedNamesVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "document")), policy)));
  }
}
