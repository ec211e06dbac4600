package org.xinfu.licence.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.id.LicenceIdentifier;

/**
 * What a licence says: all of it personal, so it is stored encrypted.
 *
 * @param items face items by key
 * @param validTo last day; none when open-ended
 * @param issuedAt the moment in the files
 */
public record LicenceFacts(
    LicenceIdentifier identifier,
    String number,
    List<Holder> holders,
    Map<String, String> items,
    Issuer issuer,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    Instant issuedAt) {
  /** Parts holders in printed lists and in metadata (GB/T 36903: several holders). */
  public static final String AND = "\u3001";

  public LicenceFacts {
    holders = List.copyOf(holders);
    items = Collections.unmodifiableMap(new TreeMap<>(items));
  }

  /** The holders' names as printed. */
  public String holderNames() {
    return holders.stream()
        .map(h -> h.share() == null ? h.name() : h.name() + " (" + h.share() + ")")
        .collect(Collectors.joining(AND));
  }

  /** The holders' numbers, in the same order. */
  public String holderIds() {
    return holders.stream().map(Holder::id).collect(Collectors.joining(AND));
  }

  /** Codes of the kinds of numbers, in the same order. */
  public String holderIdTypes() {
    return holders.stream().map(Holder::idType).collect(Collectors.joining(AND));
  }
}
