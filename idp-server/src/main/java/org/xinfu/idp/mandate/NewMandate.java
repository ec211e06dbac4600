package org.xinfu.idp.mandate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * A mandate that is asked for by the API.
 *
 * @param entity code of the entity; for a delegation it is the mandate's above
 * @param person login name
 * @param matters codes of service items, or {@code *}
 * @param region GB/T 2260
 * @param depth how many times it may be passed on
 * @param reference the document that the client has seen, such as the number of a power of attorney
 */
record NewMandate(
    @Nullable String entity,
    @Nullable String person,
    @Nullable EntityRole role,
    @Nullable List<String> matters,
    @Nullable String region,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Integer depth,
    @Nullable String reference) {
  /** Names of the fields that cannot be taken. */
  List<String> faults(boolean delegated) {
    List<String> faults = new ArrayList<>();
    note(faults, "entity", delegated || UnifiedSocialCreditCode.parse(text(entity)).isPresent());
    note(faults, "person", !text(person).isBlank() && text(person).length() <= 254);
    note(faults, "role", role == EntityRole.ADMINISTRATOR || role == EntityRole.AGENT);
    note(faults, "matters", matters != null && matters(matters));
    note(faults, "region", Region.parse(text(region)).isPresent());
    note(faults, "until", from != null && until != null && ends(from, until));
    note(faults, "depth", depth != null && depth >= 0 && depth < Extent.DEEPEST);
    note(faults, "reference", text(reference).length() <= 200 && ShownText.line(text(reference)));
    return faults;
  }

  /** What is asked for, once there are no faults. */
  GiveMandates.Wish wish() {
    Extent extent =
        new Extent(
            Set.copyOf(Objects.requireNonNull(matters)),
            new Region(text(region)),
            Objects.requireNonNull(from),
            Objects.requireNonNull(until),
            Objects.requireNonNull(depth));
    return new GiveMandates.Wish(text(person), Objects.requireNonNull(role), extent);
  }

  private static boolean ends(Instant from, Instant until) {
    return from.getEpochSecond() < until.getEpochSecond();
  }

  private static boolean matters(List<String> matters) {
    Set<String> distinct = new HashSet<>(matters);
    return distinct.equals(Set.of(Extent.ANY))
        || (!distinct.isEmpty()
            && matters.size() <= 100
            && distinct.stream().allMatch(one -> one != null && Extent.matter(one)));
  }

  private static void note(List<String> faults, String field, boolean right) {
    if (!right) {
      faults.add(field);
    }
  }

  private static String text(@Nullable String typed) {
    return typed == null ? "" : typed.strip();
  }
}
