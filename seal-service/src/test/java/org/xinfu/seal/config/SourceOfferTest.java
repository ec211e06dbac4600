package org.xinfu.seal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceOfferTest {
  private final SealConfiguration configuration = new SealConfiguration();

  @Test
  void theFooterLeadsToTheSource() {
    assertThat(configuration.sourceOffer("https://source.example/xinfu").link())
        .hasToString("https://source.example/xinfu");
  }

  @Test
  void anAssemblyWithITextSaysWhereItsSourceIs() {
    assertThatThrownBy(() -> configuration.sourceOffer(" "))
        .hasMessageContaining("xinfu.seal.source-url");
  }

  @Test
  void anEngineThatIsNotInsideIsNamed() {
    assertThatThrownBy(() -> configuration.pdfSigningEngine("itext"))
        .hasMessageContaining("no PDF engine itext");
  }
}
