package org.xinfu.licence.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.OddNames;
import org.xinfu.trust.Check;
import org.xinfu.trust.SignatureReport;

/** What strangers' files call themselves and their signers, as visitors of the page read it. */
class VerifyPageTest {
  @Test
  void whatTurnsOrHidesWordsIsSeen() {
    SignatureReport odd = OddNames.signature();
    VerifyPage.Signature shown = VerifyPage.Signature.of(odd);
    assertThat(shown.signer()).isEqualTo(OddNames.SHOWN);
    assertThat(shown.seal()).isEqualTo(OddNames.SHOWN_SEAL);
    Check check = odd.report().checks().get(0);
    assertThat(VerifyPage.Finding.of(check, Locale.ENGLISH).detail()).isEqualTo(OddNames.SHOWN);
  }
}
