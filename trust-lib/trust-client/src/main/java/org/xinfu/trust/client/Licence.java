package org.xinfu.trust.client;

import java.util.List;

/**
 * A licence in the vault.
 *
 * @param identifier GB/T 36904
 * @param status ACTIVE, EXPIRED, SUPERSEDED or REVOKED
 */
public record Licence(String identifier, String typeCode, String status, List<File> files) {
  /** A file of it: OFD or PDF. */
  public record File(String format, String sha256, int length) {}

  public Licence {
    files = List.copyOf(files);
  }

  static Licence of(Fields fields) {
    return new Licence(
        fields.text("identifier"),
        fields.text("typeCode"),
        fields.text("status"),
        fields.list("files").stream()
            .map(f -> new File(f.text("format"), f.text("sha256"), f.number("length")))
            .toList());
  }
}
