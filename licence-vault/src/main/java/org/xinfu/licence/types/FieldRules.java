package org.xinfu.licence.types;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;
import org.xinfu.licence.domain.LicenceRefusal.Fault;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Compares what is said of a licence with its type, field by field (GB/T 36902). */
public final class FieldRules {
  private static final int LONGEST_NAME = 120;
  private final LicenceType type;
  private final List<Fault> faults = new ArrayList<>();

  public FieldRules(LicenceType type) {
    this.type = type;
  }

  /** What is examined. */
  public record Fields(
      List<Holder> holders,
      Map<String, String> items,
      Issuer issuer,
      LocalDate validFrom,
      @Nullable LocalDate validTo) {
    public Fields {
      holders = List.copyOf(holders);
      items = Map.copyOf(items);
    }
  }

  /** Every fault, in the order of the type's fields; empty when there is none. */
  public List<Fault> faults(Fields fields) {
    faults.clear();
    holders(fields.holders());
    for (LicenceType.FaceItem item : type.items()) {
      item(item, fields.items().get(item.key()));
    }
    fields.items().keySet().stream()
        .sorted()
        .filter(key -> type.items().stream().noneMatch(i -> i.key().equals(key)))
        .forEach(key -> fault("items." + key, "unknown"));
    issuer(fields.issuer());
    validity(fields.validFrom(), fields.validTo());
    return List.copyOf(faults);
  }

  private void holders(List<Holder> holders) {
    if (holders.isEmpty()) {
      fault("holders", "missing");
    }
    if (holders.size() > type.holdersAtMost()) {
      fault("holders", "too-many");
    }
    for (int i = 0; i < holders.size(); i++) {
      Holder holder = holders.get(i);
      String path = "holders[" + i + "].";
      plain(path + "name", holder.name(), LONGEST_NAME);
      if (!type.holderKinds().contains(holder.idType())) {
        fault(path + "idType", "not-allowed");
      } else if (!holder.idHolds()) {
        fault(path + "id", "check-character-wrong");
      }
    }
  }

  private void item(LicenceType.FaceItem item, @Nullable String value) {
    String path = "items." + item.key();
    if (value == null || value.isBlank()) {
      if (item.required()) {
        fault(path, "missing");
      }
      return;
    }
    plain(path, value, item.maxLength());
    String pattern = item.pattern();
    if (pattern != null && !value.matches(pattern)) {
      fault(path, "pattern");
    }
    switch (item.type()) {
      case TEXT -> {}
      case NUMBER -> {
        if (!value.matches("-?[0-9]+(\\.[0-9]+)?")) {
          fault(path, "not-a-number");
        }
      }
      case DATE -> {
        if (!isDate(value)) {
          fault(path, "not-a-date");
        }
      }
      case CODE -> {
        if (!item.codes().contains(value)) {
          fault(path, "not-in-code-list");
        }
      }
    }
  }

  private void plain(String path, String value, int longest) {
    if (value.isBlank()) {
      fault(path, "missing");
    }
    if (value.codePointCount(0, value.length()) > longest) {
      fault(path, "too-long");
    }
    if (value.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n')
        || value.chars().anyMatch(c -> c >= 0xfffe)
        || value.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
      fault(path, "control-character");
    }
  }

  private void issuer(Issuer issuer) {
    plain("issuer.name", issuer.name(), LONGEST_NAME);
    if (UnifiedSocialCreditCode.parse(issuer.uscc()).isEmpty()) {
      fault("issuer.uscc", "check-character-wrong");
    }
  }

  private void validity(LocalDate from, @Nullable LocalDate to) {
    LicenceType.Validity rule = type.validity();
    if (to == null) {
      if (!rule.openEnded()) {
        fault("validTo", "missing");
      }
      return;
    }
    if (to.isBefore(from)) {
      fault("validTo", "before-valid-from");
    }
    Integer years = rule.yearsAtMost();
    if (years != null && !to.isBefore(from.plusYears(years))) {
      fault("validTo", "too-long");
    }
  }

  private static boolean isDate(String value) {
    try {
      return !LocalDate.parse(value).isBefore(LocalDate.of(1800, 1, 1));
    } catch (DateTimeParseException notADate) {
      return false;
    }
  }

  private void fault(String field, String code) {
    faults.add(new Fault(field, code));
  }
}
