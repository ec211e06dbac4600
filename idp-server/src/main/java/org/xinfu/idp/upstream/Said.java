package org.xinfu.idp.upstream;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.idp.domain.Upstream.Outcome;

/** Reads the attributes that both adapters are told: name, document and level. */
final class Said {
  private Said() {}

  /**
   * Whom the attributes describe. Without a name and a document nobody is described: a phone number
   * is not looked at.
   *
   * @param attributes {@code name}, {@code id_type}, {@code id_number}, {@code birth_date} where
   *     the number has none, {@code level}, {@code account_role}, {@code entity_code}
   */
  static Outcome read(String subject, Map<String, @Nullable Object> attributes) {
    String name = PersonName.written(Calls.string(attributes, "name").strip());
    Optional<IdDocument> document = document(attributes);
    LocalDate birth = document.flatMap(IdDocument::birthDate).orElseGet(() -> birth(attributes));
    if (subject.isEmpty() || subject.length() > 255 || !ShownText.name(name, 100)) {
      return new Outcome.Refused("answer-incomplete");
    }
    return document.isEmpty() || birth == null
        ? new Outcome.Refused("not-verified")
        : new Outcome.Arrived(
            subject,
            name,
            document.get(),
            birth,
            Calls.string(attributes, "level"),
            new Upstream.As(
                Calls.string(attributes, "account_role"), Calls.string(attributes, "entity_code")));
  }

  private static Optional<IdDocument> document(Map<String, @Nullable Object> attributes) {
    String number = Calls.string(attributes, "id_number");
    try {
      IdDocument.Type type = IdDocument.Type.valueOf(Calls.string(attributes, "id_type"));
      return IdDocument.parse(type, number);
    } catch (IllegalArgumentException noSuchType) {
      return Optional.empty();
    }
  }

  private static @Nullable LocalDate birth(Map<String, @Nullable Object> attributes) {
    try {
      return LocalDate.parse(Calls.string(attributes, "birth_date"));
    } catch (DateTimeException noDate) {
      return null;
    }
  }
}
