package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
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

  @Test
  void quotesThatALibraryDroppedAreToldOnly() {
    X500Name name = new X500Name("CN=ООО \\\"Ромашка\\\",C=RU");

    assertThat(NameText.of("CN=ООО Ромашка, C=RU").map(text -> text.fit(name)))
        .contains(NameText.Fit.LOOSE);
    assertThat(NameText.of("CN=ООО Ромашки, C=RU").map(text -> text.fit(name)))
        .contains(NameText.Fit.OTHER);
  }
}
