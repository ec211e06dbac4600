package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.OfdMutators;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** The published packages get the published verdicts, and the generator still makes them. */
class OfdVectorsTest {
  private static final VectorFile FILE = new VectorFile("ofd/ofd.json");

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(OfdVectors.write());
  }

  /** Each entry of the catalogue has its mutator, and with it its vectors. */
  @Test
  void noAttackOfTheCatalogueIsMissing() {
    assertThat(OfdVectors.attacks().stream().map(OfdMutators.Attack::catalogue).distinct())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 24).mapToObj(i -> "A" + i).toList());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "document")), policy)));
  }
}
