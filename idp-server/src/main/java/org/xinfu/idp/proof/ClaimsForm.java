package org.xinfu.idp.proof;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.PersonName;
import org.xinfu.idp.domain.ShownText;

/** What somebody types about who they are; dates are ISO 8601. */
public record ClaimsForm(
    IdDocument.@Nullable Type type,
    @Nullable String number,
    @Nullable String name,
    @Nullable String birthDate,
    @Nullable String term,
    @Nullable String bankCard,
    @Nullable String faceReceipt,
    @Nullable String guardian) {
  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;

  /** Empty when something is missing, or a number or a date cannot be one. */
  public Optional<Claims> claims(@Nullable String phone) {
    if (type == null || number == null || name == null) {
      return Optional.empty();
    }
    Optional<IdDocument> document = IdDocument.parse(type, number);
    try {
      Optional<LocalDate> birth =
          document
              .flatMap(IdDocument::birthDate)
              .or(() -> Optional.ofNullable(text(birthDate)).map(ClaimsForm::date));
      String called = PersonName.written(ShownText.trimmed(name));
      if (birth.isEmpty() || !ShownText.name(called, 100)) {
        return Optional.empty();
      }
      String until = text(term);
      return document.map(
          read ->
              new Claims(
                  called,
                  read,
                  birth.get(),
                  until == null ? null : date(until),
                  phone,
                  text(bankCard),
                  text(faceReceipt),
                  text(guardian)));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  /** Of a year that a document can have: reckoning with others leaves what there are dates for. */
  private static LocalDate date(String typed) {
    LocalDate date = LocalDate.parse(typed);
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new DateTimeException("no document has the year " + date.getYear());
    }
    return date;
  }

  static @Nullable String text(@Nullable String typed) {
    return typed == null || typed.isBlank() ? null : typed.strip();
  }
}
