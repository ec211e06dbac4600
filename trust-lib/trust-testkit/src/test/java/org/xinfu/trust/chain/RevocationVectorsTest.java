package org.xinfu.trust.chain;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;

/** The published doubts get the published verdicts, and the generator still makes them. */
class RevocationVectorsTest {
  private static final VectorFile FILE = new VectorFile("chain/revocation.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(RevocationVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> doubts() throws IOException {
    return FILE.tests(ChainVectorsTest::judge);
  }
}
