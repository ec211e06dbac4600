package org.xinfu.idp.domain;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.xinfu.trust.id.CitizenIdNumber;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Document numbers of fictitious persons: right by their check characters (GB 11643, GB 32100) and
 * of a division that is given to nobody, so that no number can be a real person's.
 *
 * @param division six digits that GB/T 2260 does not assign
 * @param passport how passport numbers of fictitious foreigners begin
 */
public record TestNumbers(String division, String passport) {
  public TestNumbers {
    if (!division.matches("[1-9][0-9]{5}") || !passport.matches("[A-Z]{4,8}")) {
      throw new IllegalArgumentException("six digits, and four to eight letters");
    }
  }

  /**
   * Whether the division is nobody's for sure: GB/T 2260 gives {@code 00} in the place of a city to
   * a province itself alone, whose code ends with {@code 0000}.
   */
  public boolean nobodys() {
    return division.startsWith("00", 2) && !division.endsWith("0000");
  }

  /** The citizen id number of that birth date and order. */
  public IdDocument citizen(LocalDate birth, int order) {
    String first17 =
        division + birth.format(DateTimeFormatter.BASIC_ISO_DATE) + "%03d".formatted(order);
    String number = CitizenIdNumber.complete(first17).value();
    return new IdDocument(IdDocument.Type.CITIZEN_ID, number);
  }

  /** A foreigner's passport. */
  public IdDocument passport(int order) {
    return new IdDocument(IdDocument.Type.PASSPORT, passport + "%04d".formatted(order));
  }

  /** A company's code. */
  public UnifiedSocialCreditCode company(int order) {
    return UnifiedSocialCreditCode.complete("91" + division + "MA%07d".formatted(order));
  }

  /** A department's code. */
  public UnifiedSocialCreditCode department(int order) {
    return UnifiedSocialCreditCode.complete("11" + division + "MB%07d".formatted(order));
  }

  /** Whether the document can be a fictitious person's alone. */
  public boolean fictitious(IdDocument document) {
    return switch (document.type()) {
      case CITIZEN_ID -> document.number().startsWith(division);
      case PASSPORT -> document.number().startsWith(passport);
      default -> false;
    };
  }
}
