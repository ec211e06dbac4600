package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Optional;

/**
 * A signature dictionary of the latest revision.
 *
 * @param key its object; empty when the dictionary is written into the field itself
 * @param field the fully qualified name of the field that holds it; empty when none does
 * @param rules of all fields that hold it and their widgets, those that lock something or ask
 *     something of the signer (§12.7.5.5)
 */
record SignatureObject(
    PdfValue.Dict dictionary,
    Optional<PdfValue.Ref> key,
    Optional<String> field,
    List<PdfValue.Dict> rules) {
  /** How reports name it. */
  String id() {
    return field.orElseGet(() -> key.map(k -> "object " + k.number()).orElse("object"));
  }

  /** Whether it says that it is a document timestamp. */
  boolean timestamp() {
    return timestamp(dictionary);
  }

  static boolean timestamp(PdfValue.Dict dictionary) {
    // Not by its /Type: what is judged as a signature has to keep the rules for signatures.
    return dictionary.name("SubFilter").filter("ETSI.RFC3161"::equals).isPresent();
  }
}
