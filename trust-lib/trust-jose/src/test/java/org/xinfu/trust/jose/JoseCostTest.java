package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;

/** Each signature of a JWS is over the whole payload; two hundred over a MB were many seconds. */
class JoseCostTest {
  private static final TestPki PKI = TestPki.seeded("jose cost");
  private static final JwsSigner SIGNER = JwsSigner.with(PKI.sealSigner("样例"));
  private static final Bytes PAYLOAD = Bytes.utf8("{\"a\":\"" + "x".repeat(500_000) + "\"}");

  @Test
  void asManyAsAnybodyNeedsAreJudged() {
    DocumentReport report = verify(general(50));
    assertThat(report.signatures()).hasSize(50);
    assertThat(report.conclusion()).as("%s", report.reason()).isEqualTo(Conclusion.VALID);
  }

  /** What was not tried is left open, and never called wrong. */
  @Test
  void moreAreLeftOpen() {
    DocumentReport report = verify(general(199));
    assertThat(report.signatures()).hasSize(199);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(report.signatures().get(198).integrity()).isEqualTo(Integrity.UNKNOWN);
  }

  /** What is shared between signatures makes none of them good. */
  @Test
  void aForgedOneIsFound() {
    String jws = general(9);
    int first = jws.indexOf("\"signature\":\"") + 13;
    String forged = jws.substring(0, first) + "AAAA" + jws.substring(first + 4);
    assertThat(verify(forged).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static String general(int signatures) {
    String one = JwsSigner.general(PAYLOAD, Collections.nCopies(1, SIGNER));
    int from = one.indexOf("[{") + 1;
    int to = one.indexOf("}]") + 1;
    String repeated = String.join(",", Collections.nCopies(signatures, one.substring(from, to)));
    return one.substring(0, from) + repeated + one.substring(to);
  }

  private static DocumentReport verify(String jws) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), PKI.policy());
  }
}
