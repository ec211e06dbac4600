package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TIMESTAMPER;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.cms.ContentDigest;

/** An archive time-stamp is over the whole payload, and a token of it costs nothing to write. */
class JadesCostTest {
  private static final Instant STAMPED = TestPki.NOW.minus(Duration.ofDays(1));
  private static final List<ContentDigest> ALGORITHMS =
      List.of(ContentDigest.SM3, ContentDigest.SHA256, ContentDigest.SHA384, ContentDigest.SHA512);

  private final Map<String, JadesForge.Signed> made = new TreeMap<>();
  private final String header =
      Forge.base64(
          Forge.text(
              Forge.with(Forge.header("ES256", OFFICE), "sigT", STAMPED.minusSeconds(9) + "")));

  /** Copies of one token; each hashed the message, and 7 MB took most of a minute. */
  @Test
  void oneDigestForAllTokens() {
    String payload = Base64Url.encode(Bytes.utf8("x".repeat(10_000_000)));
    Map<String, Object> token = token(ContentDigest.SM3, Bytes.utf8("another"));
    String jws = signed(payload).with(List.of(archive(Collections.nCopies(198, token))));
    DocumentReport report =
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> verify(jws), "one digest");
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
  }

  /** Who stamps a large payload by every algorithm again and again is left open, not refuted. */
  @Test
  void eachAlgorithmIsAReading() {
    String small = Base64Url.encode(Bytes.utf8("x".repeat(100_000)));
    assertThat(verify(signed(small).with(archives(small, 2))).conclusion())
        .isEqualTo(Conclusion.VALID);
    String large = Base64Url.encode(Bytes.utf8("x".repeat(7_000_000)));
    assertThat(verify(signed(large).with(archives(large, 1))).conclusion())
        .isEqualTo(Conclusion.VALID);
    DocumentReport report = verify(signed(large).with(archives(large, 2)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private List<String> archives(String payload, int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes over = JadesForge.archived(signed(payload), all);
      all.add(archive(ALGORITHMS.stream().map(d -> token(d, over)).toList()));
    }
    return all;
  }

  private JadesForge.Signed signed(String payload) {
    return made.computeIfAbsent(payload, p -> JadesForge.Signed.of(header, p, OFFICE));
  }

  private static Map<String, Object> token(ContentDigest digest, Bytes over) {
    return JadesForge.token(digest, over, STAMPED, TIMESTAMPER);
  }

  private static String archive(List<Map<String, Object>> tokens) {
    return JadesForge.text(JadesForge.stamp("arcTst", tokens));
  }

  private static DocumentReport verify(String jws) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), PKI.policy());
  }
}
