package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/**
 * Finds every signature of a document: the values of signature fields, linked into the form or not,
 * and every object that looks like a signature dictionary. None can hide by being half there.
 */
final class SignatureFinder {
  private static final byte[] MARK = "/ByteRange".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_PARENTS = 64;
  private static final int LONGEST_NAME = 16_384;

  private SignatureFinder() {}

  static List<SignatureObject> find(PdfView view) {
    Map<PdfValue.Ref, SignatureObject> byKey = new HashMap<>();
    List<SignatureObject> found = new ArrayList<>();
    HoldingFields holding = new HoldingFields(view);
    TreeSet<Integer> bare = new TreeSet<>();
    NameBudget names = new NameBudget();
    for (int number : view.numbers()) {
      if (!(view.object(number) instanceof PdfValue.Dict dictionary)) {
        continue;
      }
      if (looksLikeSignature(dictionary)) {
        bare.add(number);
      }
      for (PdfValue at : fieldsIn(view, view.reference(number))) {
        PdfValue.Dict field = view.dict(at);
        SignatureObject signature = value(view, field);
        names.spend(signature.id());
        add(signature, byKey, found);
        if (field.get("V") instanceof PdfValue.Ref key) {
          holding.hold(key, at);
        }
      }
    }
    for (int number : bare) {
      PdfValue.Ref key = view.reference(number);
      // Usage rights (§12.8.2.3) are the reader's licence, not a signature of the document.
      if (!byKey.containsKey(key) && !rights(view, view.dict(key))) {
        found.add(
            new SignatureObject(view.dict(key), Optional.of(key), Optional.empty(), List.of()));
      }
    }
    return found.stream().map(holding::settle).toList();
  }

  /**
   * Whether a signature dictionary says that it is for usage rights, named in the catalog or not.
   */
  private static boolean rights(PdfView view, PdfValue.Dict dictionary) {
    List<PdfValue> references = view.array(dictionary.get("Reference"));
    return !references.isEmpty()
        && references.stream()
            .map(reference -> view.dict(reference).name("TransformMethod").orElse(""))
            .allMatch(method -> method.equals("UR3") || method.equals("UR"));
  }

  /**
   * Whether the document holds a signature of usage rights: an object, or written into the
   * catalog's permissions (ISO 32000-1 §12.8.4), as Adobe's server does.
   */
  static boolean rights(PdfView view) {
    PdfValue.Dict permissions = view.dict(view.catalog().get("Perms"));
    boolean written =
        Stream.of("UR3", "UR")
            .map(key -> view.dict(permissions.get(key)))
            .anyMatch(dictionary -> looksLikeSignature(dictionary) && rights(view, dictionary));
    return written || rightsAmongObjects(view);
  }

  private static boolean rightsAmongObjects(PdfView view) {
    return view.numbers().stream()
        .anyMatch(
            number ->
                view.object(number) instanceof PdfValue.Dict dictionary
                    && looksLikeSignature(dictionary)
                    && rights(view, dictionary));
  }

  private static void add(
      SignatureObject signature,
      Map<PdfValue.Ref, SignatureObject> byKey,
      List<SignatureObject> found) {
    if (signature.key().isEmpty() || byKey.putIfAbsent(signature.key().get(), signature) == null) {
      found.add(signature);
    }
  }

  private static boolean looksLikeSignature(PdfValue.Dict dictionary) {
    Optional<String> type = dictionary.name("Type");
    return type.filter(t -> t.equals("Sig") || t.equals("DocTimeStamp")).isPresent()
        || dictionary.has("ByteRange")
        || (dictionary.has("SubFilter") && dictionary.has("Contents"));
  }

  /** The object, if it is a field, and the fields written directly into it. */
  private static List<PdfValue> fieldsIn(PdfView view, PdfValue.Ref object) {
    List<PdfValue> fields = new ArrayList<>();
    PdfValue root = view.object(object);
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue next = open.pop();
      if (next instanceof PdfValue.Dict dictionary) {
        if (dictionary.has("V") && signatureField(view, dictionary)) {
          fields.add(next.equals(root) ? object : next);
        }
        dictionary.entries().values().forEach(open::push);
      } else if (next instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      }
    }
    return fields;
  }

  private static boolean signatureField(PdfView view, PdfValue.Dict field) {
    return new PdfValue.Name("Sig").equals(inherited(view, field, "FT"));
  }

  private static SignatureObject value(PdfView view, PdfValue.Dict field) {
    PdfValue value = field.get("V");
    if (value instanceof PdfValue.Ref ref && view.entry(ref.number()).isEmpty()) {
      // Absent, not null: the entry names a signature that somebody took away.
      return new SignatureObject(
          PdfValue.Dict.EMPTY, Optional.of(ref), Optional.of(name(view, field)), List.of());
    }
    Optional<PdfValue.Ref> key =
        value instanceof PdfValue.Ref ref ? Optional.of(ref) : Optional.empty();
    // A value that is no dictionary is a signature that cannot be read, not an empty field.
    return new SignatureObject(
        view.dict(value), key, Optional.of(name(view, field)), List.of(field));
  }

  /**
   * The fully qualified name, ISO 32000-2 §12.7.4.2.
   *
   * @throws MalformedPdf when it is too long: any number of fields may have it as a part
   */
  static String name(PdfView view, PdfValue.Dict field) {
    StringBuilder name = new StringBuilder();
    PdfValue.Dict at = field;
    for (int i = 0; !at.entries().isEmpty() && i < MAX_PARENTS; i++) {
      if (view.resolve(at.get("T")) instanceof PdfValue.Text part) {
        name.insert(0, PdfText.of(part.value()) + (name.isEmpty() ? "" : "."));
        if (name.length() > LONGEST_NAME) {
          throw new MalformedPdf("a field's name is too long", true);
        }
      }
      at = view.dict(at.get("Parent"));
    }
    return name.toString();
  }

  /** An entry of the field or of the nearest ancestor that has it; the null object if none has. */
  static PdfValue inherited(PdfView view, PdfValue.Dict field, String key) {
    PdfValue.Dict at = field;
    for (int i = 0; !at.entries().isEmpty() && i < MAX_PARENTS; i++) {
      PdfValue value = view.resolve(at.get(key));
      if (!(value instanceof PdfValue.Null)) {
        return value;
      }
      at = view.dict(at.get("Parent"));
    }
    return PdfValue.NULL;
  }

  /** Whether some object of the document cannot be read, and may hold anything. */
  static boolean blind(PdfView view) {
    return view.numbers().stream()
        .anyMatch(number -> view.object(number) instanceof PdfValue.Unreadable);
  }

  /** Whether the octets of the file speak of a signature anywhere. */
  static boolean mentionsSignature(DocumentSource source) {
    return source.derive("mentions /ByteRange", SignatureFinder::mentions).at(0) == 1;
  }

  private static Bytes mentions(DocumentSource source) {
    try {
      return Bytes.of(new byte[] {(byte) (marked(source) ? 1 : 0)});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean marked(DocumentSource source) throws IOException {
    try (InputStream in = source.stream()) {
      byte[] buffer = new byte[64 * 1024];
      int matched = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          // The mark's first octet occurs nowhere else in it, so no other restart is possible.
          matched = buffer[i] == MARK[matched] ? matched + 1 : buffer[i] == MARK[0] ? 1 : 0;
          if (matched == MARK.length) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
