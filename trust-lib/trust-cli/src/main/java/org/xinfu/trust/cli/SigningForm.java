package org.xinfu.trust.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** What is made: PAdES, a sealed or signed OFD, XAdES, CAdES, SignedData of GB/T 35275. */
enum SigningForm {
  PDF,
  OFD,
  XML,
  CMS,
  GBT35275;

  static final String WORDS = "pdf, ofd, xml, cms or gbt35275";
  private static final int HEAD = 64;

  static Optional<SigningForm> ofWord(String word) {
    for (SigningForm form : values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** The form that signs a document inside itself; empty for content of any other kind. */
  static Optional<SigningForm> of(DocumentSource document) {
    Bytes head = document.read(0, HEAD);
    String text = new String(head.toArray(), StandardCharsets.ISO_8859_1);
    if (text.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return Optional.of(OFD);
    }
    String unmarked = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
    return unmarked.stripLeading().startsWith("<") ? Optional.of(XML) : Optional.empty();
  }

  /** Whether the content may lie apart from what is made. */
  boolean standsApart() {
    return this == CMS || this == GBT35275;
  }
}
