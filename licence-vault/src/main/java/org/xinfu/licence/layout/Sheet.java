package org.xinfu.licence.layout;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is laid out: the facts printed and the facts embedded.
 *
 * @param documentId 32 hex digits, the OFD's DocID and the PDF's ID
 * @param title of the document
 * @param author the issuer's name
 * @param madeAt the issue moment; the only time in the files
 * @param link what the QR code says
 * @param face values for {@code ${key}}
 * @param metadata GB/T 36903 items in order, embedded in both files
 */
public record Sheet(
    String documentId,
    String title,
    String author,
    Instant madeAt,
    String link,
    Map<String, String> face,
    Map<String, String> metadata) {
  public Sheet {
    face = Map.copyOf(face);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
