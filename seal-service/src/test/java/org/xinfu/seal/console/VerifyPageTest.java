package org.xinfu.seal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.OddNames;

/** What strangers' files call themselves and their signers, as visitors of the page read it. */
class VerifyPageTest {
  @Test
  void whatTurnsOrHidesWordsIsSeen() {
    VerifyPage.Signature shown = VerifyPage.shown(OddNames.signature(), "", Locale.ENGLISH);
    assertThat(shown.id()).isEqualTo(OddNames.SHOWN_ID);
    assertThat(shown.signer()).isEqualTo(OddNames.SHOWN);
    assertThat(shown.sealName()).isEqualTo(OddNames.SHOWN_SEAL);
    assertThat(shown.esId()).isEqualTo(OddNames.SHOWN);
    assertThat(shown.checks().get(0).detail()).isEqualTo(OddNames.SHOWN);
  }
}
