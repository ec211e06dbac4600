package org.xinfu.trust.ofd;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;

/** What the library makes, and its evidence for later, gets the published verdicts. */
class OfdMadeVectorsTest {
  private static final VectorFile FILE = new VectorFile("ofd/made.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(OfdMadeVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> everyPackageGetsItsVerdict() throws IOException {
    return FILE.tests(
        (input, policy) ->
            VectorFile.Answer.of(Sample.verify(VectorFile.octets(input, "document"), policy)));
  }
}
