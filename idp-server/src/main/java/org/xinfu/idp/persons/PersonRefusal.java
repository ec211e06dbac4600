package org.xinfu.idp.persons;

import java.util.Locale;
import org.xinfu.kit.Refusal;

/** Why a department is told nothing. */
enum PersonRefusal implements Refusal {
  /** Only people of a department look persons up; no machine does. */
  PERSON_READER_UNKNOWN(403),
  /** No reason was given. */
  PERSON_PURPOSE_MISSING(400),
  /** The number cannot be one of such a document. */
  PERSON_DOCUMENT_MALFORMED(400),
  /** Nobody of that name. */
  PERSON_UNKNOWN(404),
  /** More look-ups than somebody at a counter makes. */
  PERSON_READS_LIMITED(429);

  private final int status;

  PersonRefusal(int status) {
    this.status = status;
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int status() {
    return status;
  }
}
