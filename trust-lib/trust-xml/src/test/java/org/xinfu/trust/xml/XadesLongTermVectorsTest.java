package org.xinfu.trust.xml;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** The published levels of XAdES get the published verdicts, and the generator still makes them. */
class XadesLongTermVectorsTest {
  private static final VectorFile FILE = new VectorFile("xml/long-term.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(XadesLongTermVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "document")), policy)));
  }
}
