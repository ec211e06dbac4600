package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** Habits of producers get their verdicts, and the generator still makes them. */
class PdfHabitVectorsTest {
  private static final VectorFile FILE = new VectorFile("pdf/habits.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(PdfHabitVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "document")), policy)));
  }
}
