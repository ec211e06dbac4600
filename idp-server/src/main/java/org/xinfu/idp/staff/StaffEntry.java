package org.xinfu.idp.staff;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.idp.domain.staff.OfficeDays;
import org.xinfu.idp.domain.staff.StaffRole;

/**
 * How a personnel system wants somebody to be.
 *
 * @param from first day in office; at once when it is missing or has passed
 * @param until last day in office; open when it is missing
 */
record StaffEntry(
    @Nullable String name,
    @Nullable List<String> roles,
    @Nullable String from,
    @Nullable String until) {
  /** The members that are not right, as they are called in the request. */
  List<String> faults(Instant now) {
    List<String> faults = new ArrayList<>();
    if (!Members.named(Objects.requireNonNullElse(name, ""))) {
      faults.add("name");
    }
    List<String> wanted = Objects.requireNonNullElse(roles, List.of());
    if (wanted.isEmpty() || wanted.size() != known().size()) {
      faults.add("roles");
    }
    try {
      begin(now);
    } catch (DateTimeException noDay) {
      faults.add("from");
    }
    try {
      Instant end = end();
      if (end != null && (!end.isAfter(now) || (faults.isEmpty() && !end.isAfter(begin(now))))) {
        faults.add("until");
      }
    } catch (DateTimeException noDay) {
      faults.add("until");
    }
    return faults;
  }

  String display() {
    return Objects.requireNonNullElse(name, "").strip();
  }

  /** The roles that there are, each once. */
  Set<StaffRole> known() {
    Set<StaffRole> known = EnumSet.noneOf(StaffRole.class);
    for (StaffRole role : StaffRole.values()) {
      if (Objects.requireNonNullElse(roles, List.of()).contains(role.name())) {
        known.add(role);
      }
    }
    return known;
  }

  Instant begin(Instant now) {
    return OfficeDays.begin(Objects.requireNonNullElse(from, "").strip(), now);
  }

  @Nullable Instant end() {
    return OfficeDays.end(Objects.requireNonNullElse(until, "").strip());
  }
}
