package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** What stands in crls of SignedData is read with it, never later. */
class RevocationChoiceTest {
  /** id-ri-ocsp-response, RFC 5940 §2.1. */
  private static final String OCSP = "06082b06010505071002";

  @Test
  void aCrlIsKeptAsReceived() {
    RevocationChoice choice = read("3003020105");
    assertThat(choice.crl()).isTrue();
    assertThat(choice.encoded()).isEqualTo(Bytes.hex("3003020105"));
    assertThat(choice.ocsp()).isEmpty();
  }

  @Test
  void anOcspResponseIsFoundInItsFormat() {
    RevocationChoice choice = read("a10d" + OCSP + "3001ff");
    assertThat(choice.crl()).isFalse();
    assertThat(choice.ocsp()).contains(Bytes.hex("3001ff"));
  }

  @Test
  void anotherFormatIsKeptAndNotUnderstood() {
    RevocationChoice choice = read("a10606022a033000");
    assertThat(choice.crl()).isFalse();
    assertThat(choice.ocsp()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a2023000, a choice that does not exist",
    "a100, nothing inside",
    "a10406022a03, a type alone",
    "a10806022a0330003000, a third part",
    "a1040402ff00, no type",
    "a10606022a033002, a value that leaves its parent",
    "a10606022a033082, a length that leaves its parent"
  })
  void otherFormsAreMalformed(String hex, String what) {
    assertThatThrownBy(() -> read(hex)).describedAs(what).isInstanceOf(MalformedDer.class);
  }

  private static RevocationChoice read(String hex) {
    return RevocationChoice.parse(Der.outer(Bytes.hex(hex)));
  }
}
