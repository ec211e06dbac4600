package org.xinfu.idp.domain;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.id.CitizenIdNumber;

/**
 * A document that says who somebody is.
 *
 * @param number upper case, without spaces
 */
public record IdDocument(Type type, String number) {
  /** Kinds of document, with what their numbers look like. */
  public enum Type {
    /** 居民身份证, GB 11643. */
    CITIZEN_ID("[1-9][0-9]{16}[0-9X]"),
    /** 港澳台居民居住证: a citizen-like number of division 81, 82 or 83. */
    HMT_RESIDENCE("8[123]0000[0-9]{11}[0-9X]"),
    /** 港澳居民来往内地通行证. */
    HM_PERMIT("[HM][0-9]{8}([0-9]{2})?"),
    /** 台湾居民来往大陆通行证. */
    TW_PERMIT("[0-9]{8}"),
    /** 外国人永久居留身份证: of 2017 (three letters) or of 2023 (from 9, like a citizen's). */
    FOREIGNER_RESIDENCE("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
    /** A passport of another country. */
    PASSPORT("[A-Z0-9]{5,12}");

    private final String form;

    Type(String form) {
      this.form = form;
    }

    /** Whether its number carries a birth date and a check character as GB 11643 has them. */
    boolean likeCitizens(String number) {
      return number.length() == 18 && this != PASSPORT;
    }
  }

  /** The document, when its number has the form of its kind. */
  public static Optional<IdDocument> parse(Type type, String typed) {
    String number = typed.replace(" ", "").toUpperCase(Locale.ROOT);
    boolean form = number.matches(type.form);
    boolean checks = !type.likeCitizens(number) || CitizenIdNumber.parse(number).isPresent();
    boolean other = type == Type.CITIZEN_ID && number.matches("(8[123]|9).*");
    return form && checks && !other ? Optional.of(new IdDocument(type, number)) : Optional.empty();
  }

  /** The birth date in the number; empty for kinds that carry none. */
  public Optional<LocalDate> birthDate() {
    return type.likeCitizens(number)
        ? CitizenIdNumber.parse(number).map(CitizenIdNumber::birthDate)
        : Optional.empty();
  }

  /** For screens. */
  public String masked() {
    int shown = number.length() > 10 ? 3 : 1;
    return number.substring(0, shown)
        + "*".repeat(number.length() - shown - 2)
        + number.substring(number.length() - 2);
  }

  @Override
  public String toString() {
    return type + " " + masked();
  }
}
