package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TIMESTAMPER;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.xinfu.trust.time.TimestampMaker;

/** An archive time-stamp is over the whole payload, and a token of it costs nothing to write. */
class JadesCostTest {
  private static final Instant STAMPED = TestPki.NOW.minus(Duration.ofDays(1));
  private static final List<ContentDigest> ALGORITHMS =
      List.of(ContentDigest.SM3, ContentDigest.SHA256, ContentDigest.SHA384, ContentDigest.SHA512);

  private final Map<String, String> values = new TreeMap<>();
  private final String signed =
      Forge.base64(
          Forge.text(
              Forge.with(Forge.header("ES256", OFFICE), "sigT", STAMPED.minusSeconds(9) + "")));

  /** Copies of one token; each hashed the message, and 7 MB took most of a minute. */
  @Test
  void oneDigestForAllTokens() {
    String payload = Base64Url.encode(Bytes.utf8("x".repeat(10_000_000)));
    Map<String, String> token = token(ContentDigest.SM3, Bytes.utf8("another"));
    String jws = jws(payload, List.of(archive(Collections.nCopies(198, token))));
    DocumentReport report =
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> verify(jws), "one digest");
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.TIMESTAMP_WRONG);
  }

  /** Who stamps a large payload by every algorithm again and again is left open, not refuted. */
  @Test
  void eachAlgorithmIsAReading() {
    String small = Base64Url.encode(Bytes.utf8("x".repeat(100_000)));
    assertThat(verify(jws(small, archives(small, 2))).conclusion()).isEqualTo(Conclusion.VALID);
    String large = Base64Url.encode(Bytes.utf8("x".repeat(7_000_000)));
    assertThat(verify(jws(large, archives(large, 1))).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport report = verify(jws(large, archives(large, 2)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private List<String> archives(String payload, int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = payload + "." + signed + "." + value(payload) + "." + String.join("", all);
      all.add(archive(ALGORITHMS.stream().map(d -> token(d, Bytes.utf8(text))).toList()));
    }
    return all;
  }

  private String value(String payload) {
    return values.computeIfAbsent(payload, p -> Forge.value(signed, p, OFFICE));
  }

  private static Map<String, String> token(ContentDigest digest, Bytes over) {
    TimestampMaker maker = new TimestampMaker(TIMESTAMPER, "1.2.3.4", () -> BigInteger.TEN);
    Bytes token =
        maker.token(new TimestampMaker.Order(digest, digest.of(over), Optional.empty()), STAMPED);
    return Map.of("val", Base64.getEncoder().encodeToString(token.toArray()));
  }

  private static String archive(List<Map<String, String>> tokens) {
    return Forge.base64(Forge.text(Map.of("arcTst", Map.of("tstTokens", tokens))));
  }

  private String jws(String payload, List<String> properties) {
    return Forge.text(
        Map.of(
            "payload",
            payload,
            "protected",
            signed,
            "header",
            Map.of("etsiU", properties),
            "signature",
            value(payload)));
  }

  private static DocumentReport verify(String jws) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), PKI.policy());
  }
}
