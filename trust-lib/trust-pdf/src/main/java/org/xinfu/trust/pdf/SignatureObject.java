package org.xinfu.trust.pdf;

import java.util.Optional;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSObjectKey;

/**
 * A signature dictionary of the latest revision.
 *
 * @param key its object; empty when the dictionary is written into the field itself
 * @param field the fully qualified name of the field that holds it; empty when none does
 */
record SignatureObject(
    COSDictionary dictionary, Optional<COSObjectKey> key, Optional<String> field) {
  /** How reports name it. */
  String id() {
    return field.orElseGet(() -> key.map(k -> "object " + k.getNumber()).orElse("object"));
  }
}
