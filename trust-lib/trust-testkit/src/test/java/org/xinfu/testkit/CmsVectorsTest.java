package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** The published CMS vectors get the published verdicts, and the generator still makes them. */
class CmsVectorsTest {
  private static final VectorFile GENUINE = new VectorFile("cms/genuine.json");
  private static final VectorFile ARCHIVE = new VectorFile("cms/archive.json");
  private static final VectorFile EVIDENCE = new VectorFile("cms/evidence.json");
  private static final VectorFile LONG_TERM = new VectorFile("cms/long-term.json");
  private static final VectorFile ATTACKS = new VectorFile("cms/attacks.json");

  @Test
  void theGeneratorMakesTheCommittedFiles() throws IOException {
    GENUINE.assertIs(CmsVectors.write());
    ATTACKS.assertIs(CmsAttackVectors.write());
    ARCHIVE.assertIs(CmsArchiveVectors.write());
    EVIDENCE.assertIs(CmsEvidenceVectors.write());
    LONG_TERM.assertIs(CadesLongTermVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> genuine() throws IOException {
    return GENUINE.tests(CmsVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> attacks() throws IOException {
    return ATTACKS.tests(CmsVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> archives() throws IOException {
    return ARCHIVE.tests(CmsVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> evidence() throws IOException {
    return EVIDENCE.tests(CmsVectorsTest::judge);
  }

  @TestFactory
  Stream<DynamicTest> longTerm() throws IOException {
    return LONG_TERM.tests(CmsVectorsTest::judge);
  }

  private static VectorFile.Answer judge(Map<String, ?> input, TrustPolicy policy) {
    DocumentSource file = DocumentSource.of(VectorFile.octets(input, "file"));
    DocumentReport report =
        input.containsKey("content")
            ? Trust.verify(file, DocumentSource.of(VectorFile.octets(input, "content")), policy)
            : Trust.verify(file, policy);
    if (report.conclusion() == Conclusion.INDETERMINATE) {
      assertThat(report.signatures()).noneMatch(s -> s.integrity() == Integrity.BROKEN);
    }
    if (report.reason().equals(Optional.of(Reason.ALGORITHM_MISMATCH))) {
      assertThat(report.signatures()).anyMatch(s -> s.integrity() == Integrity.BROKEN);
    }
    return VectorFile.Answer.of(report);
  }
}
