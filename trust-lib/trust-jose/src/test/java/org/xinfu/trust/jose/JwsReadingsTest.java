package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.header;
import static org.xinfu.trust.jose.Forge.with;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;

/** A payload that may be read in two ways: which of them was signed, and what follows from it. */
class JwsReadingsTest {
  private static final String WORDS = "hello";
  private static final String WRITTEN = Forge.base64(WORDS);

  private static Map<String, Object> plain(Map<String, Object> header) {
    return with(with(header, "b64", false), "crit", List.of("b64"));
  }

  /** A member of {@code signatures}: the value is over {@code payload} as it stands. */
  private static Map<String, Object> member(Map<String, Object> header, String payload) {
    String signed = Forge.base64(Forge.text(header));
    return Map.of("protected", signed, "signature", Forge.value(signed, payload, OFFICE));
  }

  private static String general(String written, List<Map<String, Object>> members) {
    Map<String, Object> all = new TreeMap<>(Map.of("signatures", members));
    if (!written.isEmpty()) {
      all.put("payload", written);
    }
    return Forge.text(all);
  }

  private static DocumentReport over(String jws, String content) {
    return Trust.verify(
        DocumentSource.of(Bytes.utf8(jws)), DocumentSource.of(Bytes.utf8(content)), PKI.policy());
  }

  @Test
  void contentIsHeldAgainstWhatWasSigned() {
    String folded = general(WRITTEN, List.of(member(plain(header("ES256", OFFICE)), WORDS)));
    assertThat(over(folded, WORDS).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(over(folded, WRITTEN).reason()).contains(Reason.DIGEST_MISMATCH);
    assertThat(over(folded, WRITTEN).conclusion()).isEqualTo(Conclusion.INVALID);
    String asItIs = general(WRITTEN, List.of(member(plain(header("ES256", OFFICE)), WRITTEN)));
    assertThat(over(asItIs, WRITTEN).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(over(asItIs, WORDS).reason()).contains(Reason.DIGEST_MISMATCH);
  }
}
