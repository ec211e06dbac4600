package org.xinfu.trust.pdf;

import java.util.List;

/**
 * What a signature locks, ISO 32000-2 §12.7.5.5 (SigFieldLock) and §12.8.2.4 (FieldMDP).
 *
 * @param fields full names; a name stands for what is below it too; none with {@link Action#ALL}
 * @param allowed what may change in the document from then on, /P; NONE says nothing
 */
public record FieldLock(Action action, List<String> fields, PdfSealRequest.Certification allowed) {
  /** Which fields are locked. */
  public enum Action {
    ALL("All"),
    /** Those that are named. */
    INCLUDE("Include"),
    /** All but those that are named. */
    EXCLUDE("Exclude");

    private final String written;

    Action(String written) {
      this.written = written;
    }

    /** The name in the file. */
    public String written() {
      return written;
    }
  }

  /** Checks that names are given where they mean something. */
  public FieldLock {
    fields = List.copyOf(fields);
    if (fields.isEmpty() != (action == Action.ALL)) {
      throw new IllegalArgumentException("names go with Include and Exclude, and only with them");
    }
  }

  /** Locks every field. */
  public static FieldLock all() {
    return new FieldLock(Action.ALL, List.of(), PdfSealRequest.Certification.NONE);
  }

  /** Locks these fields. */
  public static FieldLock include(String... fields) {
    return new FieldLock(Action.INCLUDE, List.of(fields), PdfSealRequest.Certification.NONE);
  }

  /** Locks every field but these. */
  public static FieldLock exclude(String... fields) {
    return new FieldLock(Action.EXCLUDE, List.of(fields), PdfSealRequest.Certification.NONE);
  }

  /** The same lock, and from now on no more than this may change in the document. */
  public FieldLock allowing(PdfSealRequest.Certification most) {
    return new FieldLock(action, fields, most);
  }
}
