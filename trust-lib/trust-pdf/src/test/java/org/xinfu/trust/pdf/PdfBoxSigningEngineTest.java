package org.xinfu.trust.pdf;

/** The default engine under the contract. */
class PdfBoxSigningEngineTest extends PdfSigningEngineContract {
  @Override
  protected PdfSigningEngine engine() {
    return new PdfBoxSigningEngine();
  }
}
