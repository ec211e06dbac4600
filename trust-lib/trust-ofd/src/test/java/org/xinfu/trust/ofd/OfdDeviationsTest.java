package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** Every deviation is accepted by interop, which tells of it, and refused by strict. */
class OfdDeviationsTest {
  private static final VectorFile FILE = new VectorFile("ofd/deviations.json");
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(OfdDeviations.write());
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    return FILE.tests(
        (in, policy) ->
            VectorFile.Answer.of(
                Trust.verify(DocumentSource.of(VectorFile.octets(in, "document")), policy)));
  }

  /** The package that all of them are made of deviates in nothing. */
  @Test
  void withoutADeviationNothingIsTold() {
    StrangersPackage made = new StrangersPackage();
    DocumentReport report = Sample.verify(made.zip());
    assertThat(warned(report)).isEmpty();
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @TestFactory
  Stream<DynamicTest> eachIsToldAndStrictRefusesIt() {
    return OfdDeviations.all().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      DocumentReport report = Sample.verify(each.document());
                      assertThat(report.conclusion())
                          .as(report.toString())
                          .isEqualTo(Conclusion.VALID);
                      assertThat(report.signatures())
                          .allMatch(s -> s.integrity() == Integrity.INTACT);
                      assertThat(warned(report)).containsExactly(each.check());
                      DocumentReport refused = Sample.verify(each.document(), STRICT);
                      assertThat(refused.conclusion()).isEqualTo(Conclusion.INVALID);
                      assertThat(refused.reason()).contains(each.reason());
                    }));
  }

  private static List<String> warned(DocumentReport report) {
    return Stream.concat(
            Stream.of(report.document()), report.signatures().stream().map(s -> s.report()))
        .flatMap(r -> r.checks().stream())
        .filter(c -> c.outcome() == Outcome.WARN)
        .map(Check::id)
        .distinct()
        .toList();
  }
}
