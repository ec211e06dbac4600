package org.xinfu.trust.pdf;

import java.util.List;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Who will sign, as far as a document can ask.
 *
 * @param algorithm the suite of the key
 * @param chain the signer's certificate first, then its issuers
 * @param timestamped whether the signature will carry a time-stamp
 */
public record PdfSignatory(
    SignatureAlgorithm algorithm, List<Certificate> chain, boolean timestamped) {
  /** Checks that there is a certificate. */
  public PdfSignatory {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the signer has no certificate");
    }
  }

  /** A signer that is here, without a time-stamp. */
  public static PdfSignatory of(Signer signer) {
    return new PdfSignatory(signer.algorithm(), signer.chain(), false);
  }

  /** The same with a time-stamp on the signature. */
  public PdfSignatory stamped() {
    return new PdfSignatory(algorithm, chain, true);
  }
}
