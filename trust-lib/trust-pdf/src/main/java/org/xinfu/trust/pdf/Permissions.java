package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the signers up to a revision allow to change after it, ISO 32000-2 §12.8.2.2 (DocMDP),
 * §12.8.2.4 (FieldMDP) and §12.7.5.5 (signature field lock).
 *
 * @param level 1 nothing but validation material, 2 also forms and signatures, 3 also annotations;
 *     the lowest of all that were said, empty when nobody certified
 */
record Permissions(Optional<Integer> level, List<Lock> locks) {
  static final Permissions NONE = new Permissions(Optional.empty(), List.of());

  /** Fields that a signer locked. */
  record Lock(Action action, Set<String> names) {
    boolean locks(String field) {
      boolean named =
          names.stream().anyMatch(name -> field.equals(name) || field.startsWith(name + "."));
      return switch (action) {
        case ALL -> true;
        case INCLUDE -> named;
        case EXCLUDE -> !named;
      };
    }
  }

  /** Which fields a lock names. */
  enum Action {
    ALL,
    INCLUDE,
    EXCLUDE
  }

  /** What one signature says. */
  static Permissions of(PdfView view, SignatureObject signature) {
    Permissions all = NONE;
    for (PdfValue item : view.array(signature.dictionary().get("Reference"))) {
      PdfValue.Dict reference = view.dict(item);
      PdfValue.Dict parameters = view.dict(reference.get("TransformParams"));
      String method = reference.name("TransformMethod").orElse("");
      if (method.equals("DocMDP")) {
        all = all.and(new Permissions(Optional.of(level(view, parameters, 2)), List.of()));
      } else if (method.equals("FieldMDP")) {
        all = all.and(new Permissions(Optional.empty(), lock(view, parameters)));
      }
    }
    PdfValue.Dict lock = view.dict(signature.fieldDictionary().get("Lock"));
    Optional<Integer> level = lock.has("P") ? Optional.of(level(view, lock, 2)) : Optional.empty();
    return all.and(new Permissions(level, lock(view, lock)));
  }

  /** Whether the signature certifies the document. */
  static boolean certifies(PdfView view, SignatureObject signature) {
    return view.array(signature.dictionary().get("Reference")).stream()
        .map(view::dict)
        .anyMatch(r -> r.name("TransformMethod").filter("DocMDP"::equals).isPresent());
  }

  /** Both: the stricter level, all locks. */
  Permissions and(Permissions other) {
    List<Lock> both = new ArrayList<>(locks);
    both.addAll(other.locks);
    Optional<Integer> lower =
        level.isPresent() && other.level.isPresent()
            ? Optional.of(Math.min(level.get(), other.level.get()))
            : level.or(() -> other.level);
    return new Permissions(lower, List.copyOf(both));
  }

  boolean locked(String field) {
    return locks.stream().anyMatch(lock -> lock.locks(field));
  }

  /** Whether every field is locked that is not there yet. */
  boolean locksNewFields() {
    return locks.stream().anyMatch(lock -> lock.action() != Action.INCLUDE);
  }

  private static int level(PdfView view, PdfValue.Dict dict, int otherwise) {
    PdfValue value = view.resolve(dict.get("P"));
    if (!(value instanceof PdfValue.Numeral number)) {
      return otherwise;
    }
    // What is no level allows nothing.
    return number.value() == 2 || number.value() == 3 ? (int) number.value() : 1;
  }

  private static List<Lock> lock(PdfView view, PdfValue.Dict dict) {
    Set<String> names = new HashSet<>();
    for (PdfValue item : view.array(dict.get("Fields"))) {
      if (view.resolve(item) instanceof PdfValue.Text text) {
        names.add(PdfText.of(text.value()));
      }
    }
    return switch (dict.name("Action").orElse("")) {
      case "All" -> List.of(new Lock(Action.ALL, Set.of()));
      case "Include" -> List.of(new Lock(Action.INCLUDE, names));
      case "Exclude" -> List.of(new Lock(Action.EXCLUDE, names));
      default -> List.of();
    };
  }
}
