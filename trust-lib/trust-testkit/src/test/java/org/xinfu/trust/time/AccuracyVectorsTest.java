package org.xinfu.trust.time;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** The published accuracies get the published verdicts, and the generator still makes them. */
class AccuracyVectorsTest {
  private static final VectorFile FILE = new VectorFile("cms/accuracy.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(AccuracyVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "file")), policy)));
  }
}
