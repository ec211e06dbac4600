package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {
  /** CKR_… of PKCS#11 v2.40; what locks a token or cannot change must never be repeated. */
  @ParameterizedTest
  @CsvSource({
    "0x2, RETRY",
    "0x5, NONE",
    "0x7, NONE",
    "0x30, RECONNECT",
    "0x32, RECONNECT",
    "0x54, NONE",
    "0x60, NEW_SESSION",
    "0x63, NONE",
    "0x70, NONE",
    "0x90, NEW_SESSION",
    "0xA0, NONE",
    "0xA4, NONE",
    "0xB0, NEW_SESSION",
    "0xB3, NEW_SESSION",
    "0xB5, NONE",
    "0xE0, RECONNECT",
    "0x101, NEW_SESSION",
    "0x190, RECONNECT",
    "0x80000001, NONE"
  })
  void aReturnValueHasOneRemedy(String rv, Remedy remedy) {
    assertThat(Remedy.of(Long.decode(rv))).isEqualTo(remedy);
  }
}
