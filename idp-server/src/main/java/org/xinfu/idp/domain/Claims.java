package org.xinfu.idp.domain;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of themselves, to be checked by an authority; a null fact is not claimed.
 *
 * @param phone in E.164, one that the account has proven to hold
 * @param guardian citizen id number of a minor's guardian
 */
public record Claims(
    String name,
    IdDocument document,
    LocalDate birthDate,
    @Nullable LocalDate term,
    @Nullable String phone,
    @Nullable String bankCard,
    @Nullable String faceReceipt,
    @Nullable String guardian) {
  /** Nothing of a person is printed. */
  @Override
  public String toString() {
    return "Claims[" + document + "]";
  }
}
