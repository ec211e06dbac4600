package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.pdf.PdfSealRequest.Certification;

/**
 * What an empty signature field asks of whoever signs it, ISO 32000-2 §12.7.5.5 (SV, table 237).
 * Whatever is required and not understood is refused: the author of the form meant something by it.
 */
final class SeedValue {
  /** Flags of what is required, table 237. */
  static final int FILTER = 1;

  static final int SUB_FILTER = 1 << 1;
  static final int VERSION = 1 << 2;
  static final int REASONS = 1 << 3;
  static final int ATTESTATION = 1 << 4;
  static final int REVOCATION = 1 << 5;
  static final int DIGEST = 1 << 6;
  static final int LOCK_DOCUMENT = 1 << 7;
  private static final int UNDERSTOOD =
      FILTER | SUB_FILTER | VERSION | REASONS | REVOCATION | DIGEST | LOCK_DOCUMENT;
  private static final int NEWEST = 3;
  private final PdfView view;
  private final PdfValue.Dict seed;
  private final String field;

  private SeedValue(PdfView view, PdfValue.Dict seed, String field) {
    this.view = view;
    this.seed = seed;
    this.field = field;
  }

  /**
   * Holds request and signatory against the field that the request names.
   *
   * @throws IllegalArgumentException when there is no such empty field, or it forbids them
   */
  static void require(PdfView view, PdfSealRequest request, PdfSignatory signatory) {
    String name = request.field().name();
    PdfValue.Dict field = FormFields.of(view).get(name);
    if (field == null
        || !new PdfValue.Name("Sig").equals(SignatureFinder.inherited(view, field, "FT"))) {
      throw new IllegalArgumentException("no signature field is called " + name);
    }
    if (!(SignatureFinder.inherited(view, field, "V") instanceof PdfValue.Null)) {
      throw new IllegalArgumentException("the field is signed already: " + name);
    }
    PdfValue seed = view.resolve(field.get("SV"));
    if (seed instanceof PdfValue.Dict dict) {
      SeedValue values = new SeedValue(view, dict, name);
      values.requireForm();
      values.requireContent(request);
      values.requireSignatory(signatory);
    } else if (!(seed instanceof PdfValue.Null)) {
      throw new IllegalArgumentException("the seed value cannot be read: " + name);
    }
  }

  private void requireForm() {
    int unknown = flags(seed) & ~UNDERSTOOD;
    if ((unknown & ~ATTESTATION) != 0) {
      throw refused("something unknown, /Ff " + flags(seed));
    }
    if (unknown != 0 && seed.has("LegalAttestation")) {
      throw refused("a legal attestation");
    }
    String filter = seed.name("Filter").orElse("Adobe.PPKLite");
    if (required(FILTER) && !filter.equals("Adobe.PPKLite")) {
      throw refused("/Filter " + filter);
    }
    List<String> encodings = names("SubFilter");
    if (required(SUB_FILTER)
        && !encodings.isEmpty()
        && !encodings.contains("ETSI.CAdES.detached")) {
      throw refused("/SubFilter " + encodings);
    }
    if (required(VERSION)
        && view.resolve(seed.get("V")) instanceof PdfValue.Numeral version
        && version.value() > NEWEST) {
      throw refused("a handler of version " + version.value());
    }
    if (required(REVOCATION)
        && view.resolve(seed.get("AddRevInfo")) instanceof PdfValue.Truth add
        && add.value()) {
      throw refused("revocation information inside the signature, which PAdES forbids");
    }
  }

  private void requireContent(PdfSealRequest request) {
    List<String> reasons = texts("Reasons");
    String reason = request.texts().reason();
    if (required(REASONS) && !reasons.isEmpty()) {
      // A single full stop stands for none, table 237.
      boolean none = reasons.equals(List.of("."));
      if (none ? !reason.isEmpty() : !reasons.contains(reason)) {
        throw refused(none ? "no reason" : "a reason of " + reasons);
      }
    }
    PdfValue.Dict mdp = view.dict(seed.get("MDP"));
    if (view.resolve(mdp.get("P")) instanceof PdfValue.Numeral level
        && level.value() != request.certification().level()) {
      throw refused(
          level.value() == 0 ? "an approval" : "a certification of level " + (int) level.value());
    }
    boolean locks =
        request.certification() == Certification.NO_CHANGES
            || request
                .field()
                .lock()
                .filter(lock -> lock.allowed() == Certification.NO_CHANGES)
                .isPresent();
    if (required(LOCK_DOCUMENT)
        && seed.name("LockDocument").filter("true"::equals).isPresent()
        && !locks) {
      throw refused("that the document be locked");
    }
  }

  private void requireSignatory(PdfSignatory signatory) {
    List<String> digests =
        texts("DigestMethod").stream()
            .map(name -> name.replace("-", "").toUpperCase(Locale.ROOT))
            .toList();
    String own = ContentDigest.of(signatory.algorithm()).name();
    if (required(DIGEST) && !digests.isEmpty() && !digests.contains(own)) {
      throw refused("a digest of " + digests + ", not " + own);
    }
    PdfValue.Dict stamp = view.dict(seed.get("TimeStamp"));
    if ((flags(stamp) & 1) != 0 && !signatory.timestamped()) {
      throw refused("a time-stamp");
    }
    if (view.resolve(seed.get("Cert")) instanceof PdfValue.Dict certificate) {
      SeedCertificate.require(view, certificate, signatory)
          .ifPresent(
              what -> {
                throw refused(what);
              });
    }
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("the field " + field + " asks for " + what);
  }

  private boolean required(int flag) {
    return (flags(seed) & flag) != 0;
  }

  private int flags(PdfValue.Dict dict) {
    return flags(view, dict);
  }

  static int flags(PdfView view, PdfValue.Dict dict) {
    return view.resolve(dict.get("Ff")) instanceof PdfValue.Numeral flags ? (int) flags.value() : 0;
  }

  private List<String> names(String key) {
    List<String> found = new ArrayList<>();
    for (PdfValue item : view.array(seed.get(key))) {
      if (view.resolve(item) instanceof PdfValue.Name name) {
        found.add(name.value());
      }
    }
    return found;
  }

  private List<String> texts(String key) {
    return view.array(seed.get(key)).stream()
        .flatMap(item -> text(view.resolve(item)).stream())
        .toList();
  }

  private static Optional<String> text(PdfValue value) {
    return value instanceof PdfValue.Text text
        ? Optional.of(PdfText.of(text.value()))
        : Optional.empty();
  }
}
