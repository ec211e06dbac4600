package org.xinfu.trust.pdf.itext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSigningEngine;
import org.xinfu.trust.pdf.PdfSigningEngineContract;

class ITextSigningEngineTest extends PdfSigningEngineContract {
  @Override
  protected PdfSigningEngine engine() {
    return new ITextSigningEngine();
  }

  @Test
  void bothEnginesAreFoundByName() {
    assertThat(ServiceLoader.load(PdfSigningEngine.class))
        .hasAtLeastOneElementOfType(ITextSigningEngine.class)
        .hasAtLeastOneElementOfType(PdfBoxSigningEngine.class);
  }
}
