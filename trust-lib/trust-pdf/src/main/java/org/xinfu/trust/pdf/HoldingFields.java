package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fields that hold signatures, ISO 32000-2 §12.7.5.5. Several may hold the same one, and any
 * object may come later and say that it does: what they lock, all lock, and the name is that of the
 * field that the form lists.
 */
final class HoldingFields {
  /** Fields that lock or ask something, of one signature; more than these lock everything. */
  private static final int MOST = 16;

  /** Fields that are asked what they lock, of the document. */
  private static final int MOST_HOLDERS = 10_000;

  private static final int DEEPEST = 64;
  private static final int MOST_FIELDS = 200_000;
  private static final PdfValue.Dict EVERYTHING =
      new PdfValue.Dict(Map.of("Lock", PdfValue.Dict.EMPTY), Set.of());

  private final PdfView view;
  private final Map<PdfValue.Ref, PdfValue.Dict> listed = new HashMap<>();
  private final Map<PdfValue.Ref, Locking> locking = new HashMap<>();
  private int holders;

  HoldingFields(PdfView view) {
    this.view = view;
    PdfValue.Dict form = view.dict(view.catalog().get("AcroForm"));
    References.Walk walk = new References.Walk(view).list(form.get("Fields"));
    Optional<PdfValue> item = walk.next();
    for (int i = 0; item.isPresent() && i < MOST_FIELDS; i++) {
      PdfValue.Dict field = view.dict(item.get());
      if (field.get("V") instanceof PdfValue.Ref value) {
        listed.putIfAbsent(value, field);
      }
      item = walk.list(field.get("Kids")).next();
    }
  }

  /**
   * What locks something, of the fields that hold one signature.
   *
   * @param known objects, each once
   * @param written what is written into others
   * @param lists lists of kids that were looked at
   */
  private record Locking(
      Set<PdfValue.Ref> known, List<PdfValue.Dict> written, Set<PdfValue.Ref> lists) {
    boolean everything() {
      return written.contains(EVERYTHING);
    }
  }

  /**
   * Learns that this field holds this signature.
   *
   * @param field its reference, or itself where it is written into another object
   */
  void hold(PdfValue.Ref signature, PdfValue field) {
    Locking all =
        locking.computeIfAbsent(
            signature,
            key -> new Locking(new LinkedHashSet<>(), new ArrayList<>(), new HashSet<>()));
    if (all.everything()) {
      return;
    }
    boolean asked = holders++ < MOST_HOLDERS;
    if (asked) {
      look(field, all);
    }
    if (!asked || all.known().size() + all.written().size() > MOST) {
      all.written().add(EVERYTHING);
    }
  }

  /**
   * What locks something, of the field and its widgets. /Lock is the field's own entry (table 235)
   * and not inherited, but a kid without a name is no field of its own (§12.7.4.2).
   */
  private void look(PdfValue holder, Locking all) {
    PdfValue.Dict at = view.dict(holder);
    part(holder, all);
    for (int i = 0; i < DEEPEST && !at.has("T") && at.has("Parent"); i++) {
      part(at.get("Parent"), all);
      at = view.dict(at.get("Parent"));
    }
    if (References.first(References.last(view, at.get("Kids")), all.lists())) {
      // A seal may have a widget on each of many pages; those that are not looked at lock
      // everything.
      List<PdfValue> kids = view.array(at.get("Kids"));
      holders = Math.min(holders + kids.size() / DEEPEST, MOST_HOLDERS + 1);
      if (holders > MOST_HOLDERS) {
        all.written().add(EVERYTHING);
        return;
      }
      kids.stream().filter(kid -> !view.dict(kid).has("T")).forEach(kid -> part(kid, all));
    }
  }

  private void part(PdfValue part, Locking all) {
    PdfValue.Dict dict = view.dict(part);
    if (!dict.has("Lock") && !dict.has("SV")) {
      return;
    }
    if (References.last(view, part) instanceof PdfValue.Ref ref) {
      all.known().add(ref);
    } else {
      all.written().add(dict);
    }
  }

  /** The signature as the field that readers show holds it, with all that locks something. */
  SignatureObject settle(SignatureObject found) {
    if (found.key().isEmpty() || found.field().isEmpty()) {
      return found;
    }
    PdfValue.Ref key = found.key().get();
    Optional<String> name =
        listed.containsKey(key)
            ? Optional.of(SignatureFinder.name(view, listed.getOrDefault(key, PdfValue.Dict.EMPTY)))
            : found.field();
    Locking all = locking.get(key);
    List<PdfValue.Dict> locks =
        all == null
            ? List.of()
            : Stream.concat(all.known().stream().map(view::dict), all.written().stream()).toList();
    return new SignatureObject(found.dictionary(), found.key(), name, locks);
  }
}
