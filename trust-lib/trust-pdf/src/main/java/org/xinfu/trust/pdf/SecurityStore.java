package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;

/**
 * The document security store, ISO 32000-2 §12.8.4.3: hints for validation. Nothing of it is
 * believed because it is there.
 */
final class SecurityStore {
  private static final int MOST = 2000;
  private static final int LONGEST = 16 << 20;

  private SecurityStore() {}

  /** What a revision brings for the validation of its signatures. */
  static Evidence of(PdfView view) {
    PdfValue.Dict store = view.dict(view.catalog().get("DSS"));
    List<Certificate> certificates = new ArrayList<>();
    streams(view, store, "Certs", "Cert")
        .forEach(der -> Certificate.parse(der).ifPresent(certificates::add));
    return new Evidence(
        certificates,
        List.copyOf(streams(view, store, "CRLs", "CRL")),
        List.copyOf(streams(view, store, "OCSPs", "OCSP")));
  }

  private static Set<Bytes> streams(
      PdfView view, PdfValue.Dict store, String list, String related) {
    List<PdfValue> all = new ArrayList<>(view.array(store.get(list)));
    view.dict(store.get("VRI")).entries().values().stream()
        .map(view::dict)
        .forEach(vri -> all.addAll(view.array(vri.get(related))));
    Set<Bytes> found = new LinkedHashSet<>();
    for (PdfValue item : all.subList(0, Math.min(all.size(), MOST))) {
      if (view.resolve(item) instanceof PdfValue.Stream stream
          && stream.to() - stream.from() <= LONGEST) {
        try {
          found.add(StreamDecoder.decode(view, stream));
        } catch (MalformedPdf unreadable) {
          if (unreadable.exhausted()) {
            throw unreadable;
          }
        }
      }
    }
    return found;
  }
}
