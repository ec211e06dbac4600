package org.xinfu.licence.types;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A licence type (GB/T 36902-2018, catalogue information).
 *
 * @param code 18 characters of the defining authority and three digits (GB/T 36904 4.2)
 * @param version of the package; a licence names the version it was made with
 * @param matters service items that lead to it
 * @param origin where its files are made
 * @param holderKinds codes of GB/T 36903 annex A: 111 citizen, 001 unified social credit code
 * @param issuerLevels administrative levels that may issue it
 * @param numberItem the item that is printed as the licence number
 */
public record LicenceType(
    String code,
    int version,
    Names name,
    Authority definedBy,
    List<Matter> matters,
    Origin origin,
    List<String> holderKinds,
    int holdersAtMost,
    Validity validity,
    List<String> issuerLevels,
    String numberItem,
    SealRequirement seal,
    List<FaceItem> items) {
  public LicenceType {
    matters = List.copyOf(matters);
    holderKinds = List.copyOf(holderKinds);
    issuerLevels = List.copyOf(issuerLevels);
    items = List.copyOf(items);
  }

  /** In Chinese and English. */
  public record Names(String zh, String en) {}

  /** Who defines the type: name, unified social credit code, level. */
  public record Authority(String name, String uscc, String level) {}

  /** A service item. */
  public record Matter(String code, String name) {}

  /** Where files of a type are made. */
  public enum Origin {
    /** Here, from data. */
    ISSUE,
    /** Elsewhere; the file is deposited. */
    DEPOSIT
  }

  /**
   * How long a licence may hold.
   *
   * @param yearsAtMost longest period; none when open
   * @param openEndedText what is printed when there is no end
   */
  public record Validity(boolean openEnded, @Nullable Integer yearsAtMost, String openEndedText) {}

  /** Which seal the file must bear. */
  public record SealRequirement(boolean required, String name) {}

  /** What a face item holds. */
  public enum ItemType {
    TEXT,
    NUMBER,
    /** ISO 8601 calendar date. */
    DATE,
    /** One of the codes. */
    CODE
  }

  /**
   * A face item 照面数据项.
   *
   * @param pattern regular expression for the whole value
   */
  public record FaceItem(
      String key,
      String name,
      ItemType type,
      int maxLength,
      boolean required,
      @Nullable String pattern,
      List<String> codes) {
    @JsonCreator
    public FaceItem(
        String key,
        String name,
        ItemType type,
        int maxLength,
        boolean required,
        @Nullable String pattern,
        @Nullable List<String> codes) {
      this.key = key;
      this.name = name;
      this.type = type;
      this.maxLength = maxLength;
      this.required = required;
      this.pattern = pattern;
      this.codes = codes == null ? List.of() : List.copyOf(codes);
    }
  }
}
