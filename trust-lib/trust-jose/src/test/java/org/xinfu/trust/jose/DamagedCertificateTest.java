package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.DerMutators;
import org.xinfu.testkit.DerMutators.Altered;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** The signer's certificate in {@code x5c} damaged, and the header with it signed anew. */
class DamagedCertificateTest {
  @Test
  void itEndsInAVerdictThatIsNotValid() {
    Bytes own = Forge.OFFICE.chain().get(0).der();
    assertThat(judge(own)).isEqualTo(Conclusion.VALID);
    List<Altered> all = new ArrayList<>(DerMutators.some(DerMutators.headers(own), 300));
    all.addAll(DerMutators.some(DerMutators.mended(own), 300));
    for (Altered altered : all) {
      assertThat(judge(altered.octets())).as("%s", altered).isNotEqualTo(Conclusion.VALID);
    }
  }

  private static Conclusion judge(Bytes certificate) {
    List<String> chain = new ArrayList<>(Forge.x5c(Forge.OFFICE));
    chain.set(0, Base64.getEncoder().encodeToString(certificate.toArray()));
    Map<String, Object> header = Forge.with(Forge.header("ES256", Forge.OFFICE), "x5c", chain);
    Bytes jws = Bytes.utf8(Forge.sign(header, Forge.TEXT, Forge.OFFICE));
    return Trust.verify(DocumentSource.of(jws), Forge.PKI.policy()).conclusion();
  }
}
