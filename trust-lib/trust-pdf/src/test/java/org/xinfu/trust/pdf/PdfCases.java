package org.xinfu.trust.pdf;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;
import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FACE;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;

/**
 * What the files of PDF vectors share: the signed document, its changes, and how cases are kept.
 */
abstract class PdfCases {
  /** The document of {@link PdfForge}, signed once. */
  protected final Bytes signed = PdfForge.signed(CADES);

  private final Vectors vectors;

  PdfCases(String name, TrustPolicy policy, Map<String, String> flags) {
    vectors = new Vectors(name, "PDF", policy, flags);
  }

  /** The file's text. */
  final String text() {
    return vectors.write();
  }

  // How the documents are made.

  final Bytes with(int number, String body) {
    return PdfUpdate.of(signed).with(number, body).append();
  }

  final Bytes entry(String entry) {
    return with(CATALOG, changed(CATALOG, "/Type", entry + "/Type"));
  }

  /** A document made ready for an attack and then signed. */
  static Bytes prepared(int number, String body, int other, String more) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(number, body).with(other, more), CADES);
  }

  static Bytes filled(Bytes pdf) {
    return PdfUpdate.of(pdf)
        .with(AMOUNT, changed(AMOUNT, "(100)", "(900)"))
        .with(FACE, PdfForge.face("900"))
        .append();
  }

  static Bytes note(Bytes pdf, String subtype, String more) {
    return PdfUpdate.of(pdf)
        .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 80 0 R]"))
        .with(80, "<</Type/Annot/Subtype/" + subtype + "/Rect[0 0 500 800]" + more + ">>")
        .append();
  }

  static Bytes field(Bytes pdf, String body) {
    return PdfUpdate.of(pdf)
        .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
        .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 81 0 R]"))
        .with(81, body)
        .append();
  }

  static String stream(String content) {
    return "<</Length " + content.length() + ">>\nstream\n" + content + "\nendstream";
  }

  // What is expected of them.

  final void good(String comment, Bytes pdf) {
    add("Genuine", comment, pdf, VALID, null);
  }

  final void bad(String flag, String comment, Bytes pdf) {
    bad(flag, comment, pdf, Reason.CHANGED_AFTER_SIGNING);
  }

  final void bad(String flag, String comment, Bytes pdf, Reason reason) {
    add(flag, comment, pdf, INVALID, reason);
  }

  /** The same verdict under both modes. */
  final void add(
      String flag, String comment, Bytes pdf, Conclusion verdict, @Nullable Reason reason) {
    vectors.both(
        new Vectors.Case(comment, flag, Map.of("document", pdf), TestPki.NOW),
        verdict,
        Optional.ofNullable(reason));
  }

  /** Valid, but strict cannot say so. */
  final void strictDoubts(String flag, String comment, Bytes pdf, Reason reason) {
    vectors.strictRefuses(
        new Vectors.Case(comment, flag, Map.of("document", pdf), TestPki.NOW),
        INDETERMINATE,
        reason);
  }
}
