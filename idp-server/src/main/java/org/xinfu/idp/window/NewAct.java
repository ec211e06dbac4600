package org.xinfu.idp.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.window.WindowAct;

/**
 * The body of {@code POST /api/v1/window-acts}.
 *
 * @param documentType with {@code READER} alone, as the three after it
 */
record NewAct(
    WindowAct.@Nullable Method method,
    IdDocument.@Nullable Type documentType,
    @Nullable String documentNumber,
    @Nullable String name,
    @Nullable String receipt,
    @Nullable String matter,
    @Nullable String window) {
  /** Members that do not hold to the rules. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    note(faults, "method", method != null);
    note(faults, "matter", text(matter, 100));
    note(faults, "window", text(window, 40));
    if (method == WindowAct.Method.READER) {
      note(faults, "documentNumber", document().isPresent());
      note(faults, "name", text(name, 100));
      note(faults, "receipt", text(receipt, 200));
    } else {
      note(faults, "documentNumber", documentNumber == null && documentType == null);
      note(faults, "name", name == null);
      note(faults, "receipt", receipt == null);
    }
    return faults;
  }

  Optional<IdDocument> document() {
    return documentType == null || documentNumber == null
        ? Optional.empty()
        : IdDocument.parse(documentType, documentNumber);
  }

  WindowAct.Where where() {
    return new WindowAct.Where(
        Objects.requireNonNull(matter).strip(), Objects.requireNonNull(window).strip());
  }

  private static void note(List<String> faults, String member, boolean good) {
    if (!good) {
      faults.add(member);
    }
  }

  private static boolean text(@Nullable String value, int most) {
    return value != null && value.strip().length() <= most && ShownText.line(value);
  }
}
