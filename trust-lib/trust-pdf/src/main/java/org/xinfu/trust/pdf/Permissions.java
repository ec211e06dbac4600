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
  private static final Lock EVERY_FIELD = new Lock(Action.ALL, Set.of());

  /** Table 255; Identity was one in PDF 1.5. */
  private static final Set<String> METHODS = Set.of("DocMDP", "FieldMDP", "UR", "UR3", "Identity");

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
    for (PdfValue.Dict reference : references(view, signature)) {
      PdfValue.Dict parameters = view.dict(reference.get("TransformParams"));
      String method = method(view, reference);
      // A method that nobody knows, or none: its parameters say what was meant.
      boolean strange = !METHODS.contains(method);
      if (method.equals("DocMDP") || (strange && parameters.has("P"))) {
        all = all.and(new Permissions(Optional.of(level(view, parameters, 2)), List.of()));
      }
      if (method.equals("FieldMDP") || (strange && parameters.has("Action"))) {
        all = all.and(new Permissions(Optional.empty(), lock(view, parameters)));
      }
    }
    for (PdfValue.Dict field : signature.rules()) {
      PdfValue lock = view.resolve(field.get("Lock"));
      if (!(lock instanceof PdfValue.Null)) {
        all = all.and(lock(view, lock));
      }
    }
    return all;
  }

  private static Permissions lock(PdfView view, PdfValue value) {
    PdfValue.Dict lock = view.dict(value);
    Optional<Integer> level = lock.has("P") ? Optional.of(level(view, lock, 2)) : Optional.empty();
    return new Permissions(level, lock(view, lock));
  }

  /** Whether the signature certifies the document. */
  static boolean certifies(PdfView view, SignatureObject signature) {
    return certification(view, signature) != 0;
  }

  /** The level at which the signature certifies the document, 0 where it does not. */
  static int certification(PdfView view, SignatureObject signature) {
    return references(view, signature).stream()
        .filter(r -> method(view, r).equals("DocMDP"))
        .mapToInt(r -> level(view, view.dict(r.get("TransformParams")), 2))
        .min()
        .orElse(0);
  }

  /** The signature references (table 255), also where one stands without its array. */
  private static List<PdfValue.Dict> references(PdfView view, SignatureObject signature) {
    PdfValue value = view.resolve(signature.dictionary().get("Reference"));
    return value instanceof PdfValue.Dict one
        ? List.of(one)
        : view.array(value).stream().map(view::dict).toList();
  }

  private static String method(PdfView view, PdfValue.Dict reference) {
    return name(view, reference.get("TransformMethod"));
  }

  private static String name(PdfView view, PdfValue value) {
    return view.resolve(value) instanceof PdfValue.Name name ? name.value() : "";
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

  /** What is locked; a lock that is not as tables 236 and 258 have it locks everything. */
  private static List<Lock> lock(PdfView view, PdfValue.Dict dict) {
    Set<String> names = new HashSet<>();
    PdfValue fields = view.resolve(dict.get("Fields"));
    boolean plain = fields instanceof PdfValue.Array;
    for (PdfValue item : view.array(fields)) {
      if (view.resolve(item) instanceof PdfValue.Text text) {
        names.add(PdfText.of(text.value()));
      } else {
        plain = false;
      }
    }
    return switch (name(view, dict.get("Action"))) {
      case "Include" -> List.of(plain ? new Lock(Action.INCLUDE, names) : EVERY_FIELD);
      case "Exclude" -> List.of(plain ? new Lock(Action.EXCLUDE, names) : EVERY_FIELD);
      default -> List.of(EVERY_FIELD);
    };
  }
}
