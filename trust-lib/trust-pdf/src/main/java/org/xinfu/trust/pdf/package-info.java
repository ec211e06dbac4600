/**
 * PAdES on PDF (ETSI EN 319 142-1, ISO 32000-2 §12.8): {@link org.xinfu.trust.pdf.PdfSigner} seals
 * through an interchangeable {@link org.xinfu.trust.pdf.PdfSigningEngine}; {@link
 * org.xinfu.trust.pdf.PdfVerifier} is the only verifier, whoever signed.
 */
@NullMarked
package org.xinfu.trust.pdf;

import org.jspecify.annotations.NullMarked;
