package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that hold signatures, ISO 32000-2 §12.7.5.5. Several may hold the same one, and any
 * object may come later and say that it does: what they lock, all lock, and the name is that of the
 * field that the form lists.
 */
final class HoldingFields {
  /** Fields that lock something, of one signature; more than these lock everything. */
  private static final int MOST = 16;

  /** Fields that are asked what they lock, of the document. */
  private static final int MOST_HOLDERS = 10_000;

  private static final int DEEPEST = 64;
  private static final int MOST_FIELDS = 200_000;
  private static final PdfValue.Dict EVERYTHING =
      new PdfValue.Dict(Map.of("Lock", PdfValue.Dict.EMPTY), Set.of());

  private final PdfView view;
  private final Map<PdfValue.Ref, PdfValue.Dict> listed = new HashMap<>();
  private final Map<PdfValue.Ref, Set<PdfValue.Dict>> locking = new HashMap<>();
  private int holders;

  HoldingFields(PdfView view) {
    this.view = view;
    Deque<PdfValue> open =
        new ArrayDeque<>(view.array(view.dict(view.catalog().get("AcroForm")).get("Fields")));
    Set<PdfValue> seen = new HashSet<>();
    while (!open.isEmpty() && seen.size() < MOST_FIELDS) {
      PdfValue item = open.poll();
      if (seen.add(item)) {
        PdfValue.Dict field = view.dict(item);
        if (field.get("V") instanceof PdfValue.Ref value) {
          listed.putIfAbsent(value, field);
        }
        open.addAll(view.array(field.get("Kids")));
      }
    }
  }

  /** Learns that this field holds this signature. */
  void hold(PdfValue.Ref signature, PdfValue.Dict field) {
    Set<PdfValue.Dict> known = locking.computeIfAbsent(signature, key -> new LinkedHashSet<>());
    if (known.contains(EVERYTHING)) {
      return;
    }
    boolean asked = holders++ < MOST_HOLDERS;
    known.addAll(asked ? field(field) : List.of());
    if (!asked || known.size() > MOST) {
      known.add(EVERYTHING);
    }
  }

  /**
   * What locks something, of the field and its widgets. /Lock is the field's own entry (table 235)
   * and not inherited, but a kid without a name is no field of its own (§12.7.4.2).
   */
  private List<PdfValue.Dict> field(PdfValue.Dict holder) {
    PdfValue.Dict at = holder;
    List<PdfValue.Dict> parts = new ArrayList<>(List.of(at));
    for (int i = 0; i < DEEPEST && !at.has("T") && at.has("Parent"); i++) {
      at = view.dict(at.get("Parent"));
      parts.add(at);
    }
    view.array(at.get("Kids")).stream()
        .limit(DEEPEST)
        .map(view::dict)
        .filter(kid -> !kid.has("T"))
        .forEach(parts::add);
    return parts.stream().filter(part -> part.has("Lock")).toList();
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
    List<PdfValue.Dict> locks = List.copyOf(locking.getOrDefault(key, Set.of()));
    return new SignatureObject(found.dictionary(), found.key(), name, locks);
  }
}
