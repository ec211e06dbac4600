package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TEXT;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;

/** What stands in the JSON forms of a JWS (RFC 7515 §7.2) and nobody signed. */
class JwsMembersTest {
  /** The general form with more members in its one signature. */
  static String general(Map<String, Object> more) {
    String signed = Forge.base64(Forge.text(Forge.header("ES256", OFFICE)));
    String payload = Base64Url.encode(TEXT);
    Map<String, Object> signature = new TreeMap<>(more);
    signature.put("protected", signed);
    signature.put("signature", Forge.value(signed, payload, OFFICE));
    return Forge.text(Map.of("payload", payload, "signatures", List.of(signature)));
  }

  /** As of a member beside the payload: whoever knows it shows it. */
  @Test
  void membersOfASignature() {
    assertThat(verify(general(Map.of())).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(verify(general(Map.of("header", Map.of("kid", "1")))).conclusion())
        .isEqualTo(Conclusion.VALID);
    for (String name : List.of("payload", "iss", "signatures", "x")) {
      DocumentReport report = verify(general(Map.of(name, "forged")));
      assertThat(report.conclusion()).as(name).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
      assertThat(report.uncovered()).containsExactly(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "typ", "cty"})
  void claimsThatNobodySigned(String name) {
    DocumentReport report = verify(general(Map.of("header", Map.of(name, "1"))));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  /** RFC 7515 §4.3: private names may stand there, as notation writes its agent's. */
  @Test
  void aProducersOwnParameter() {
    Map<String, Object> own = Map.of("io.cncf.notary.signingAgent", "notation/1.0.0");
    assertThat(verify(general(Map.of("header", own))).conclusion()).isEqualTo(Conclusion.VALID);
  }

  private static DocumentReport verify(String jws) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), PKI.policy());
  }
}
