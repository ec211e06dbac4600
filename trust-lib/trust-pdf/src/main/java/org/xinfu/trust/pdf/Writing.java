package org.xinfu.trust.pdf;

/**
 * How an object is written, whatever it says.
 *
 * @param ended whether it ends where its value does: what follows is another one to some readers
 * @param odd whether some reader takes it for another ({@link PdfLexer#odd})
 * @param harmless whether that is for names alone that are not looked for ({@link ForeignNames})
 */
record Writing(boolean ended, boolean odd, boolean harmless) {
  private static final Writing PLAIN = new Writing(true, false, false);

  /** That of an object in use; what an object stream packs is written with the stream. */
  static Writing of(PdfView view, int number) {
    XrefTable.Entry entry = view.entry(number).orElse(null);
    if (entry == null || entry.kind() != XrefTable.Kind.PLAIN) {
      return PLAIN;
    }
    PdfView.Indirect found = view.indirectAt(entry.place());
    PdfLexer in = new PdfLexer(view.octets(), found.end());
    boolean whole = !(found.value() instanceof PdfValue.Stream) || in.keyword("endstream");
    return new Writing(
        found.value().equals(PdfValue.NULL) || (whole && in.keyword("endobj")),
        found.odd(),
        found.odd() && found.foreign() && ForeignNames.harmless(found.value()));
  }
}
