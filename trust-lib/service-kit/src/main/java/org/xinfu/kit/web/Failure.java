package org.xinfu.kit.web;

import java.util.List;
import java.util.Locale;
import org.xinfu.kit.Refusal;

/** The world failed, or we did: what the caller may know of it. */
record Failure(Kind kind, List<String> arguments) implements Refusal {
  /** One per reaction. */
  enum Kind {
    VAULT_UNAVAILABLE(503),
    STORE_UNAVAILABLE(503),
    /** A bug; the log has the rest under the audit id. */
    INTERNAL_ERROR(500);

    private final int status;

    Kind(int status) {
      this.status = status;
    }
  }

  @Override
  public String code() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int status() {
    return kind.status;
  }
}
